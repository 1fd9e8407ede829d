import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName, StackUrls } from '@yimen/local';
import type { Evidence, Violation } from '../checker/evidence.ts';
import { layLine, type Weather, type WeatherLine } from '../platform/line.ts';
import type { Fault } from './fault.ts';

const SPEAKERS: readonly ServiceName[] = ['intake-gateway', 'commerce-registration'];

const WEATHERS: Readonly<Record<string, Weather>> = {
  '200 ± 100 ms': { delayMs: 100, jitterMs: 50 }, // each way
  '64 kB/s': { bytesPerS: 65_536 },
  resets: { resetEveryMs: 1_500 },
  'half-open': { deaf: true },
};
const HOLD_MS = 5_000;
const CALM_MS = 1_000;

const portsOf = ({ mongodb, kafkaBrokers, redis, simulators }: StackUrls): Readonly<Record<string, number>> => ({
  MongoDB: Number(new URL(mongodb).port),
  Kafka: Number(kafkaBrokers[0]?.split(':')[1]),
  Redis: Number(new URL(redis).port),
  'legacy systems': Number(new URL(simulators).port),
});

/** Laid before the load comes; whole again after the fault, and there until the end of the command. */
let lines: ReadonlyMap<string, WeatherLine> = new Map();

/** Every link of a gateway and a department is slow, narrow, torn and deaf in turn; nothing hangs on it for ever. */
export const F11: Fault = {
  name: 'F11',
  title: 'network: slow, narrow, reset and half-open links',
  companies: 0.5,
  convergeMs: 100_000,
  prepare: async ({ stage, chance }) => {
    const links = Object.entries(portsOf(stage.stack.urls));
    const laid = await Promise.all(links.map(async ([name, port]) => [name, await layLine(port, chance)] as const));
    lines = new Map(laid);
    const routes = Object.fromEntries(links.map(([name, port]) => [String(port), lines.get(name)?.port ?? port]));
    for (const service of SPEAKERS) {
      stage.board(service).setRoutes(routes);
      await stage.stack.restart(service);
    }
  },
  strike: async ({ length, say }) => {
    for (const [weather, what] of Object.entries(WEATHERS))
      for (const [name, line] of lines) {
        say(`${name}: ${weather}`);
        line.set(what);
        await pause(HOLD_MS * length);
        line.set({});
        await pause(CALM_MS);
      }
  },
  alsoHolds: (evidence) => neverWithoutAnswer('F11', evidence),
};

/** Whoever asks hears something before a front end loses patience. */
export const neverWithoutAnswer = (invariant: string, { lines }: Evidence): readonly Violation[] =>
  lines
    .filter(({ error }) => error !== undefined && /Timeout/.test(error))
    .map(({ journey, act, about, ms, error }) => ({
      invariant,
      what: 'a request was left without an answer',
      evidence: { journey, act, about, ms, error },
    }));
