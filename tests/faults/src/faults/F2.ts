import { setTimeout as pause } from 'node:timers/promises';
import { dieAt } from '../platform/crashing.ts';
import type { Fault } from './fault.ts';

/** The case is stored and nobody was told: the same key again gets the same answer. */
export const F2: Fault = {
  name: 'F2',
  title: 'gateway killed between store and answer',
  strike: async ({ stage, chance, length, say }) => {
    const times = Math.max(2, Math.round(4 * length));
    for (let time = 0; time < times; time++) {
      await dieAt(stage, 'intake-gateway', 'stored-not-answered', 1 + Math.floor(chance() * 12));
      say(`gateway died between store and answer (${time + 1} of ${times})`);
      await pause(1_000 + chance() * 1_000);
    }
  },
};
