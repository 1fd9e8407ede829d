import { setTimeout as pause } from 'node:timers/promises';
import { dieAt } from '../platform/crashing.ts';
import type { Fault } from './fault.ts';

const RELAYS = ['intake-gateway', 'commerce-registration', 'household-registration', 'intake-gateway'] as const;

/** The broker has it and the mark was never written: it is told again, and dropped as a repeat. */
export const F3: Fault = {
  name: 'F3',
  title: 'relay killed between publish and mark',
  strike: async ({ stage, chance, length, say }) => {
    for (const service of RELAYS.slice(0, Math.max(2, Math.round(RELAYS.length * length)))) {
      await dieAt(stage, service, 'published-not-marked', 1 + Math.floor(chance() * 8));
      say(`relay of ${service} died between publish and mark`);
      await pause(1_000);
    }
  },
};
