import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.ts';

/** The window dies in the middle of its work, at moments that nobody has chosen. */
export const F1: Fault = {
  name: 'F1',
  title: 'gateway killed at random during intake',
  strike: async ({ stage, chance, length, say }) => {
    const times = Math.max(2, Math.round(4 * length));
    for (let time = 0; time < times; time++) {
      await pause(700 + chance() * 1_800);
      await stage.stack.kill('intake-gateway');
      say(`gateway killed (${time + 1} of ${times})`);
      await pause(chance() * 1_000);
      await stage.stack.restart('intake-gateway');
    }
  },
};
