import { type Domain, domains } from '@yimen/contracts';
import { GATEWAY, SERVICES, type Stack, type StackOptions, startStack } from '@yimen/local';
import type { BenchOptions } from '../bench.ts';
import { jointBody } from '../bodies.ts';
import { connect } from '../driver.ts';

/** A whole platform that takes cases in. */
export interface Platform {
  readonly stack: Stack;
  /** Every process of the gateway. */
  readonly gateways: readonly string[];
  /** Every process of each department's service. */
  readonly departments: Readonly<Record<Domain, readonly string[]>>;
  readonly stop: () => Promise<void>;
}

/** How a platform of a bench differs from the usual one. */
export interface PlatformOptions {
  /** Processes of the gateway and of each department's service. */
  readonly processes?: number;
  readonly settings?: NonNullable<StackOptions['settings']>;
  readonly simulators?: boolean;
}

/** Starts servers and services on free ports with temporary data; answers when the first joint case was taken in. */
export const openPlatform = async (
  { say, started }: Pick<BenchOptions, 'say' | 'started'>,
  { processes = 1, settings = {}, simulators = false }: PlatformOptions = {},
): Promise<Platform> => {
  say(`starting servers and services${processes > 1 ? `, ${processes} processes each` : ''} …`);
  const stack = await startStack({
    only: simulators ? [...SERVICES, 'simulators'] : SERVICES,
    settings,
    tell: (sentence) => say(`! ${sentence}`),
  });
  started(stack.stop);
  try {
    const urls = Object.fromEntries(SERVICES.map((name) => [name, [stack.urls.services[name]]]));
    for (let nth = 2; nth <= processes; nth++)
      for (const name of SERVICES) urls[name]?.push((await stack.replicate(name)).url);
    const platform: Platform = {
      stack,
      gateways: urls[GATEWAY] ?? [],
      departments: Object.fromEntries(domains.map((name) => [name, urls[name] ?? []])) as Record<Domain, string[]>,
      stop: stack.stop,
    };
    for (const gateway of platform.gateways) await untilFiled(gateway, await stack.tokens('demo-centre-clerk'));
    return platform;
  } catch (error) {
    await stack.stop();
    throw error;
  }
};

const TRIES = 300;
const PAUSE_MS = 200;

/** The catalogue travels over Kafka: the first case waits for it. */
const untilFiled = async (gateway: string, token: string): Promise<void> => {
  const client = connect(gateway, 1);
  let last = '';
  try {
    for (let tries = 0; tries < TRIES; tries++) {
      const { status, body } = await client.call('POST', '/cases', { token, body: jointBody });
      if (status === 201) return;
      last = `${status} ${JSON.stringify(body)}`;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  } finally {
    await client.close();
  }
  throw new Error(`the first case was not taken in: ${last}`);
};
