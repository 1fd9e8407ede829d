import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import { alwaysAnswered, intakeAlwaysOpen } from './holds.ts';

const AWAY_MS = 10_000;
const LONG_AWAY_MS = 60_000;
const FROZEN_MS = 20_000;

/** The broker dies, stays away and freezes; no window notices. */
export const F7: Fault = {
  name: 'F7',
  title: 'Kafka (one node) killed, away for 10 s and 60 s, frozen for 20 s',
  convergeMs: 90_000, // whoever came in two minutes waits for all before him: 2,500 cases at 20 a second
  strike: async ({ stage: { stack }, length, say }) => {
    await stack.kill('kafka');
    say('Kafka killed');
    await pause(AWAY_MS * length);
    await stack.restart('kafka');
    say('Kafka is back');
    await pause(3_000);
    if (length >= 1) {
      await stack.kill('kafka');
      say('Kafka killed, for longer');
      await pause(LONG_AWAY_MS);
      await stack.restart('kafka');
      await pause(3_000);
    }
    stack.signal('kafka', 'SIGSTOP');
    say('Kafka frozen');
    await pause(FROZEN_MS * length);
    stack.signal('kafka', 'SIGCONT');
  },
  alsoHolds: (evidence) => [...intakeAlwaysOpen('F7', evidence), ...alwaysAnswered('F7', evidence)],
};
