import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@yimen/local';
import { request } from 'undici';
import type { Evidence, Violation } from '../checker/evidence.ts';
import type { Line } from '../load/diary.ts';
import type { Trip } from '../load/load.ts';
import type { Stage } from '../platform/stage.ts';
import { intakeAlwaysOpen } from './F7.ts';
import type { Fault, Scene } from './fault.ts';

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
    await badCertificate(stage, WAVE_MS * length);
    for (const system of Object.keys(WAVES[0] ?? {})) await trouble(stage, system, { mode: 'none' });
    healed();
  },
  alsoHolds: (evidence) => [...intakeAlwaysOpen('F6', evidence), ...othersUnaffected(evidence)],
};

const badCertificate = async ({ front }: Stage, forMs: number): Promise<void> => {
  if (!front) throw new Error('This stage has no TLS.');
  front.turnBad();
  await pause(forMs);
  front.turnGood();
};

/** A spell of calm, one system dead while all others are well, and calm again. */
const SPELL_MS = 12_000;
const SHORTEST_SPELL_MS = 6_000;
/** The promise: the 95th percentile of the others is at most so many times that of calm … */
const SLOWER = 1.05;
/** … and two calm spells on a machine that is shared differ by about so much. */
const NOISE_MS = 200;
const ALONE = { system: 'L06', service: 'household-registration' } as const;

const oneAlone = async (scene: Scene): Promise<void> => {
  const { stage, length, say, blame, lines, trips } = scene;
  const spellMs = Math.max(SHORTEST_SPELL_MS, SPELL_MS * length);
  const calmAt = Date.now();
  await pause(spellMs);
  const downAt = Date.now();
  await trouble(stage, ALONE.system, { mode: 'down' });
  say(`${ALONE.system} alone is down`);
  const opened = await circuitOpens(stage, ALONE.service, ALONE.system, downAt + spellMs);
  if (!opened) blame({ invariant: 'F6', what: 'the circuit of a dead system stayed closed', evidence: ALONE });
  await pause(Math.max(0, downAt + spellMs - Date.now()));
  const calmAgainAt = Date.now();
  await trouble(stage, ALONE.system, { mode: 'none' });
  await pause(spellMs);
  const [before = 0, meanwhile = 0, after = 0] = [calmAt, downAt, calmAgainAt].map((from) =>
    p95(lines(), trips(), from, from + spellMs),
  );
  say(`cases without a legacy system, p95: ${before} ms, ${meanwhile} ms while one is down, ${after} ms`);
  if (meanwhile > SLOWER * Math.max(before, after) + NOISE_MS)
    blame({ invariant: 'F6', what: 'one dead system slowed others', evidence: { before, meanwhile, after } });
};

const circuitOpens = async (
  { stack }: Stage,
  service: ServiceName,
  system: string,
  until: number,
): Promise<boolean> => {
  const headers = { authorization: `Bearer ${await stack.tokens('demo-operator')}` };
  for (; Date.now() < until; await pause(250)) {
    const { statusCode, body } = await request(`${stack.urls.services[service]}/systems`, { headers });
    const seen = (await body.json()) as {
      readonly systems?: readonly { readonly id: string; readonly circuit: string }[];
    };
    if (statusCode === 200 && seen.systems?.some(({ id, circuit }) => id === system && circuit !== 'closed'))
      return true;
  }
  return false;
};

const withoutSystems = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(lines.flatMap(({ asked, journey }) => (asked?.['item'] === 'open-restaurant' ? [journey] : [])));

/** Of the cases that ask no system and began in this time: what nineteen in twenty took at most; who has not ended took until now. */
const p95 = (lines: readonly Line[], trips: readonly Trip[], from: number, to: number): number => {
  const restaurants = withoutSystems(lines);
  const took = trips
    .filter(({ journey, beganAt }) => beganAt >= from && beganAt < to - LAST_MS && restaurants.has(journey))
    .map(({ beganAt, endedAt = Date.now() }) => endedAt - beganAt)
    .toSorted((a, b) => a - b);
  return took[Math.ceil(took.length * 0.95) - 1] ?? 0;
};

/** Who begins at the very end of a spell lives through the next. */
const LAST_MS = 2_000;

const UNAFFECTED_MS = 20_000;

/** Cases that ask no legacy system go on as ever, all the while. */
const othersUnaffected = ({ lines, trips }: Evidence): readonly Violation[] => {
  const restaurants = withoutSystems(lines);
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
