import { connect, forAll } from '../driver.ts';
import type { Line } from '../generator/lines.ts';
import type { Platform } from '../platform/platform.ts';
import { until } from '../waiting.ts';

/** What became of the cases that were acknowledged. */
export interface Confirmed {
  readonly acknowledged: number;
  /** Acknowledged, and not there, or there under another number. */
  readonly lost: number;
  /** Case numbers that were given to two. */
  readonly numbersTwice: number;
}

const AT_ONCE = 32;
/** A gateway may be busy for a while with what came before. */
const PATIENCE = { tries: 50, pauseMs: 200 };

/** Looks for every case that was answered with 201, by its id, and compares its number. */
export const confirmFiled = async (
  { gateways, stack, ending }: Platform,
  lines: readonly Line[],
): Promise<Confirmed> => {
  const filed = lines.map((line) => line.filed).filter((one) => one !== undefined);
  const numbers = filed.map(({ number }) => number).filter((number) => number !== undefined);
  const token = await stack.tokens('demo-supervisor');
  const gateway = connect(gateways, AT_ONCE, ending);
  let lost = 0;
  const look = async (id: string): Promise<{ readonly number?: unknown }> => {
    const { status, body } = await gateway.call('GET', `/cases/${id}`, { token });
    if (status === 503) throw new Error('the gateway refuses reads long after the load has ended');
    return status === 200 ? { number: body['number'] } : {};
  };
  try {
    await forAll(filed, AT_ONCE, async ({ id, number }) => {
      const found = await until(ending, () => look(id), PATIENCE);
      if (found.number === undefined || found.number !== number) lost += 1;
    });
  } finally {
    await gateway.close();
  }
  return { acknowledged: filed.length, lost, numbersTwice: numbers.length - new Set(numbers).size };
};
