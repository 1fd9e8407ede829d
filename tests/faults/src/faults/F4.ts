import { setTimeout as pause } from 'node:timers/promises';
import { dieAt } from '../platform/crashing.ts';
import type { Fault } from './fault.ts';

const READERS = ['commerce-registration', 'social-security', 'intake-gateway', 'commerce-registration'] as const;

/** The messages took effect and their offsets were never committed: they come again and change nothing. */
export const F4: Fault = {
  name: 'F4',
  title: 'consumer killed after effect, before offset',
  strike: async ({ stage, chance, length, say }) => {
    for (const service of READERS.slice(0, Math.max(2, Math.round(READERS.length * length)))) {
      await dieAt(stage, service, 'taken-not-committed', 1 + Math.floor(chance() * 8));
      say(`${service} died after effect, before offset`);
      await pause(1_000);
    }
    await pause(1_000 + chance() * 1_000);
    await stage.stack.kill('commerce-registration');
    say('commerce-registration killed with whatever it had in hand');
    await stage.stack.restart('commerce-registration');
  },
};
