import { setTimeout as pause } from 'node:timers/promises';
import type { Evidence, Violation } from '../checker/evidence.ts';
import { startLoad } from '../load/load.ts';
import { cleanRefusalsOnly } from './F9.ts';
import type { Fault } from './fault.ts';

const TIMES = 10;
const FLOOD_MS = 12_000;

/** Ten times as many come as usual: who cannot be served is told so, and afterwards all is as before. */
export const F16: Fault = {
  name: 'F16',
  title: 'ten times the load',
  convergeMs: 120_000,
  strike: async ({ stage, perSecond, chance, length, say, join }) => {
    say(`${perSecond * TIMES} cases per second come`);
    const flood = startLoad(stage, {
      seed: Math.floor(chance() * 1e6),
      perSecond: perSecond * TIMES,
      companies: 0.1,
      name: 'flood',
    });
    join(flood);
    await pause(FLOOD_MS * length);
    await flood.close();
    say('the flood is over');
  },
  alsoHolds: (evidence) => [...cleanRefusalsOnly('F16', evidence), ...nothingTornOff(evidence)],
};

const nothingTornOff = ({ lines }: Evidence): readonly Violation[] =>
  lines
    .filter(({ error }) => error !== undefined)
    .map(({ journey, act, ms, error }) => ({
      invariant: 'F16',
      what: 'a request was torn off',
      evidence: { journey, act, ms, error },
    }));
