import { type Domain, domains } from '@yimen/contracts';
import { assembleStack, GATEWAY, runSteps, SERVICES, type Stack, type StackOptions } from '@yimen/local';
import type { BenchOptions } from '../bench.ts';
import { jointBody } from '../bodies.ts';
import { connect } from '../driver.ts';
import { until } from '../waiting.ts';

/** A whole platform that takes cases in. */
export interface Platform {
  readonly stack: Stack;
  /** Every process of the gateway. */
  readonly gateways: readonly string[];
  /** Every process of each department's service. */
  readonly departments: Readonly<Record<Domain, readonly string[]>>;
  /** Aborted when the bench is told to end early. */
  readonly ending: AbortSignal;
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
  { say, ending }: Pick<BenchOptions, 'say' | 'ending'>,
  { processes = 1, settings = {}, simulators = false }: PlatformOptions = {},
): Promise<Platform> => {
  say(`starting servers and services${processes > 1 ? `, ${processes} processes each` : ''} …`);
  const { steps, stack } = await assembleStack({
    only: simulators ? [...SERVICES, 'simulators'] : SERVICES,
    settings,
    tell: (sentence) => say(`! ${sentence}`),
  });
  try {
    for (const step of steps) {
      ending.throwIfAborted();
      await runSteps([step]);
    }
    const urls = Object.fromEntries(SERVICES.map((name) => [name, [stack.urls.services[name]]]));
    for (let nth = 2; nth <= processes; nth++)
      for (const name of SERVICES) {
        ending.throwIfAborted();
        urls[name]?.push((await stack.replicate(name)).url);
      }
    const platform: Platform = {
      stack,
      gateways: urls[GATEWAY] ?? [],
      departments: Object.fromEntries(domains.map((name) => [name, urls[name] ?? []])) as Record<Domain, string[]>,
      ending,
      stop: stack.stop,
    };
    for (const gateway of platform.gateways) await untilFiled(gateway, await stack.tokens('demo-centre-clerk'), ending);
    return platform;
  } catch (error) {
    await stack.stop();
    throw error;
  }
};

const PATIENCE = { tries: 300, pauseMs: 200 };

/** The catalogue travels over Kafka: the first case waits for it. */
const untilFiled = async (gateway: string, token: string, ending: AbortSignal): Promise<void> => {
  const client = connect(gateway, 1, ending);
  const file = async (): Promise<true> => {
    const { status, body } = await client.call('POST', '/cases', { token, body: jointBody });
    if (status === 201) return true;
    throw new Error(`the first case was not taken in: ${status} ${JSON.stringify(body)}`);
  };
  try {
    await until(ending, file, PATIENCE);
  } finally {
    await client.close();
  }
};
