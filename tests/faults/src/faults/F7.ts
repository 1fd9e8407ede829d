import { setTimeout as pause } from 'node:timers/promises';
import type { Evidence, Violation } from '../checker/evidence.ts';
import type { Fault } from './fault.ts';

const AWAY_MS = 10_000;
const LONG_AWAY_MS = 60_000;
const FROZEN_MS = 20_000;

/** The broker dies, stays away and freezes; no window notices. */
export const F7: Fault = {
  name: 'F7',
  title: 'Kafka (one node) killed, away for 10 s and 60 s, frozen for 20 s',
  convergeMs: 45_000,
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
  alsoHolds: (evidence) => intakeAlwaysOpen('F7', evidence),
};

/** Says that this machine is too slow for its load, whatever else is hurt. */
export const OVERLOADED = 'urn:yimen:problem:overloaded';
/** Of all filings, so many may be told so. */
const OVERLOADED_SHARE = 0.05;

/** Not one filing was turned away or left without an answer, but a few by a machine that has no time for anybody. */
export const intakeAlwaysOpen = (invariant: string, { lines }: Evidence): readonly Violation[] => {
  const filings = lines.filter(({ act }) => act === 'file');
  const overloaded = filings.filter(({ answer }) => answer?.['type'] === OVERLOADED);
  const tooMany = overloaded.length > OVERLOADED_SHARE * filings.length;
  const counts = { filings: filings.length, overloaded: overloaded.length };
  return [
    ...(tooMany ? [{ invariant, what: 'intake was overloaded too often', evidence: counts }] : []),
    ...filings
      .filter(({ status, answer }) => status !== 201 && answer?.['type'] !== OVERLOADED)
      .map(({ key, status, error, ms }) => ({
        invariant,
        what: 'intake was not available',
        evidence: { key, status, error, ms },
      })),
  ];
};
