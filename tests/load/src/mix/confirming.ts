import { connect, forAll } from '../driver.ts';
import type { Line } from '../generator/lines.ts';
import type { Platform } from '../platform/platform.ts';

/** What became of the cases that were acknowledged. */
export interface Confirmed {
  readonly acknowledged: number;
  /** Acknowledged, and not there, or there under another number. */
  readonly lost: number;
  /** Case numbers that were given to two. */
  readonly numbersTwice: number;
}

const AT_ONCE = 32;
const TRIES = 50;
const PAUSE_MS = 200;

/** Looks for every case that was answered with 201, by its id, and compares its number. */
export const confirmFiled = async ({ gateways, stack }: Platform, lines: readonly Line[]): Promise<Confirmed> => {
  const filed = lines.map((line) => line.filed).filter((one) => one !== undefined);
  const numbers = filed.map(({ number }) => number).filter((number) => number !== undefined);
  const token = await stack.tokens('demo-supervisor');
  const gateway = connect(gateways, AT_ONCE);
  let lost = 0;
  const look = async (id: string): Promise<unknown> => {
    for (let tries = 0; tries < TRIES; tries++) {
      const { status, body } = await gateway.call('GET', `/cases/${id}`, { token });
      if (status === 200) return body['number'];
      if (status !== 503) return undefined;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS)); // still busy with what came before
    }
    throw new Error('the gateway refuses reads long after the load has ended');
  };
  try {
    await forAll(filed, AT_ONCE, async ({ id, number }) => {
      const found = await look(id);
      if (found === undefined || found !== number) lost += 1;
    });
  } finally {
    await gateway.close();
  }
  return { acknowledged: filed.length, lost, numbersTwice: numbers.length - new Set(numbers).size };
};
