import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../platform/crashing.ts';
import type { Fault, Scene } from './fault.ts';
import { intakeAlwaysOpen } from './holds.ts';
import { oneAlone, othersUnaffected } from './others.ts';
import { type Trouble, trouble } from './trouble.ts';

type Orders = Readonly<Record<string, Trouble>>;

/** Answers that nobody can make sense of: so many exchanges may end in front of a human, and not one more. */
const GARBAGE = 3;

/** Every system in another kind of trouble at the same time, so that none may lean on another. */
const WAVES: readonly Orders[] = [
  {
    L06: { mode: 'timeout' },
    L21: { mode: 'drop-after-commit', count: 6 },
    L23: { mode: '500' },
    L01: { mode: 'down' },
  },
  {
    L06: { mode: 'drop-after-commit', count: 6 },
    L21: { mode: 'duplicate-push' },
    L23: { mode: 'slow', ms: 12_000 },
    L01: { mode: 'slow', ms: 30_000 },
  },
  {
    L06: { mode: 'garbage', count: GARBAGE },
    L21: { mode: 'timeout' },
    L23: { mode: 'drop-after-commit', count: 6 },
    L01: { mode: 'drop-after-commit', count: 2 },
  },
];
const WAVE_MS = 8_000;

/** Legacy systems fall silent, err, cut and lie; nobody else notices, and none is sent anything twice. */
export const F6: Fault = {
  name: 'F6',
  title: 'legacy systems: time-out, 500, cut after commit, 30 s slow, pushed twice, garbage, down, bad certificate',
  tls: true,
  companies: 0.5,
  // the slowest system: 30 s of call, 30 s to settle, and a breath of at most a minute before it is asked again
  convergeMs: 160_000,
  mayNeedReview: { L06: GARBAGE },
  strike: async (scene) => {
    const { stage, length, say, healed } = scene;
    await oneAlone(scene);
    for (const wave of WAVES.slice(0, Math.max(1, Math.round(WAVES.length * length)))) {
      for (const [system, order] of Object.entries(wave)) await trouble(stage, system, order);
      say(
        Object.entries(wave)
          .map(([system, { mode }]) => `${system} ${mode}`)
          .join(', '),
      );
      await pause(WAVE_MS);
    }
    await badCertificate(scene);
    for (const system of Object.keys(WAVES[0] ?? {})) await trouble(stage, system, { mode: 'none' });
    healed();
  },
  alsoHolds: (evidence) => [...intakeAlwaysOpen('F6', evidence), ...othersUnaffected(evidence)],
};

/** A system that was in trouble is left alone for up to a minute before it is tried again. */
const TRIED_LIMIT_MS = 75_000;

/** Nobody says a word to a server whose certificate is bad; that somebody tried is what shows it. */
const badCertificate = async ({ stage, length, say, blame }: Scene): Promise<void> => {
  const { front } = stage;
  if (!front) throw new Error('This stage has no TLS.');
  // its other trouble ends first, or its circuit may be open and nobody tries
  await trouble(stage, 'L06', { mode: 'none' });
  front.turnBad();
  say('L06 shows a bad certificate');
  const tried = until(() => front.triedWhileBad() > 0, TRIED_LIMIT_MS, 'nobody tried').then(
    () => true,
    () => false,
  );
  await pause(WAVE_MS * length);
  if (!(await tried)) blame({ invariant: 'F6', what: 'nobody tried a system whose certificate is bad', evidence: {} });
  front.turnGood();
  const heard = { tried: front.triedWhileBad(), bytes: front.bytesWhileBad() };
  say(`${heard.tried} connections were tried meanwhile`);
  if (heard.bytes > 0)
    blame({ invariant: 'F6', what: 'a system with a bad certificate was spoken to', evidence: heard });
};
