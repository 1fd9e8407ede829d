import { setTimeout as pause } from 'node:timers/promises';
import { dieAt } from '../platform/crashing.ts';
import type { Fault } from './fault.ts';

const CALLERS = [
  'household-registration',
  'commerce-registration',
  'social-security',
  'commerce-registration',
] as const;

/** The legacy system was called and what it said is lost: it is asked after its time to settle, never sent to blindly. */
export const F5: Fault = {
  name: 'F5',
  title: 'department killed after a legacy call, before its record',
  companies: 0.7,
  // the slowest system: 30 s of call, 30 s to settle, 5 s of pause, then the question
  convergeMs: 100_000,
  strike: async ({ stage, chance, length, say }) => {
    for (const service of CALLERS.slice(0, Math.max(2, Math.round(CALLERS.length * length)))) {
      await dieAt(stage, service, 'called-not-recorded', 1 + Math.floor(chance() * 4));
      say(`${service} died after a legacy call, before its record`);
      await pause(1_000);
    }
  },
};
