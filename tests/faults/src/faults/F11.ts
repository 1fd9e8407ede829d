import { setTimeout as pause } from 'node:timers/promises';
import type { Weather } from '../platform/line.ts';
import { layLinks } from '../platform/links.ts';
import { type Fault, linksOf } from './fault.ts';
import { neverWithoutAnswer } from './holds.ts';

/** What can be wrong with a link. */
export const WEATHERS: Readonly<Record<string, Weather>> = {
  '200 ± 100 ms': { delayMs: 100, jitterMs: 50 }, // each way
  '64 kB/s': { bytesPerS: 65_536 },
  resets: { resetEveryMs: 1_500 },
  'half-open': { deaf: true },
};
const HOLD_MS = 5_000;
const CALM_MS = 1_000;

/**
 * Every link is slow, narrow, torn and deaf in turn. What went deaf stays so when the weather is fine again, without an
 * end or a reset: who has no time-out of his own hangs for ever, and is seen.
 */
export const F11: Fault = {
  name: 'F11',
  title: 'network: slow, narrow, reset and half-open links to everybody whom anybody speaks with',
  companies: 0.5,
  convergeMs: 100_000, // a legacy call that fell silent: 30 s of call, 30 s to settle, a pause, then the question
  prepare: async ({ stage, chance }) => ({ links: await layLinks(stage, chance) }),
  strike: async (scene) => {
    const links = linksOf(scene);
    for (const [weather, what] of Object.entries(WEATHERS))
      for (const name of links.names) {
        scene.say(`${name}: ${weather}`);
        links.set(name, what);
        await pause(HOLD_MS * scene.length);
        links.set(name, {});
        await pause(CALM_MS);
      }
  },
  alsoHolds: (evidence) => neverWithoutAnswer('F11', evidence),
};
