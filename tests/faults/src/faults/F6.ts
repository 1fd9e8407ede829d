import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import type { Evidence, Violation } from '../checker/evidence.ts';
import type { Stage } from '../platform/stage.ts';
import { intakeAlwaysOpen } from './F7.ts';
import type { Fault } from './fault.ts';

/** What a legacy system can be ordered to do wrong; see the README of the simulators. */
export interface Trouble {
  readonly mode:
    | 'none'
    | 'down'
    | 'timeout'
    | '500'
    | 'garbage'
    | 'drop-after-commit'
    | 'slow'
    | 'lose-push'
    | 'duplicate-push';
  readonly count?: number;
  readonly ms?: number;
}

/** Orders trouble, or its end, at one system. */
export const trouble = async ({ stack }: Stage, system: string, order: Trouble): Promise<void> => {
  const answer = await request(`${stack.urls.simulators}/control/${system}/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  await answer.body.dump();
  if (answer.statusCode !== 204) throw new Error(`${system} does not take the order: ${answer.statusCode}`);
};

type Orders = Readonly<Record<string, Trouble>>;

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
    L06: { mode: 'garbage', count: 3 },
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
  mayNeedReview: true,
  strike: async ({ stage, length, say }) => {
    for (const wave of WAVES.slice(0, Math.max(1, Math.round(WAVES.length * length)))) {
      for (const [system, order] of Object.entries(wave)) await trouble(stage, system, order);
      say(
        Object.entries(wave)
          .map(([system, { mode }]) => `${system} ${mode}`)
          .join(', '),
      );
      await pause(WAVE_MS);
    }
    await badCertificate(stage, WAVE_MS * length);
    for (const system of Object.keys(WAVES[0] ?? {})) await trouble(stage, system, { mode: 'none' });
  },
  alsoHolds: (evidence) => [...intakeAlwaysOpen('F6', evidence), ...othersUnaffected(evidence)],
};

const badCertificate = async ({ front }: Stage, forMs: number): Promise<void> => {
  if (!front) throw new Error('This stage has no TLS.');
  front.turnBad();
  await pause(forMs);
  front.turnGood();
};

const UNAFFECTED_MS = 20_000;

/** Cases that ask no legacy system go on as ever, all the while. */
const othersUnaffected = ({ lines, trips }: Evidence): readonly Violation[] => {
  const restaurants = new Set(
    lines.flatMap(({ asked, journey }) => (asked?.['item'] === 'open-restaurant' ? [journey] : [])),
  );
  return trips.flatMap(({ journey, beganAt, endedAt }) =>
    restaurants.has(journey) && (endedAt === undefined || endedAt - beganAt > UNAFFECTED_MS)
      ? [
          {
            invariant: 'F6',
            what: 'a case that asks no legacy system had to wait',
            evidence: { journey, tookMs: (endedAt ?? 0) - beganAt },
          },
        ]
      : [],
  );
};
