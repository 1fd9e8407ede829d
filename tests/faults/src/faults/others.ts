import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@yimen/local';
import { request } from 'undici';
import type { Evidence, StoredCase, Violation } from '../checker/evidence.ts';
import { readStores } from '../checker/gather/stores.ts';
import type { Line } from '../load/diary.ts';
import type { Trip } from '../load/load.ts';
import type { Stage } from '../platform/stage.ts';
import type { Scene } from './fault.ts';
import { trouble } from './trouble.ts';

/** A spell of calm, one system dead while all others are well, and calm again. */
const SPELL_MS = 12_000;
const SHORTEST_SPELL_MS = 6_000;
/** Who begins at the very end of a spell lives through the next. */
const LAST_MS = 2_000;
/** The promise: the 95th percentile of the others is at most so many times that of calm … */
const SLOWER = 1.05;
/** … and two calm spells on a machine that is shared differ by about so much. */
const NOISE_MS = 200;
/** Who misses a push hears of it by the next question. */
const POLL_MS = 4_000;
/** Of fewer nobody can say what nineteen in twenty took. */
const ENOUGH = 30;
const ALONE = { system: 'L06', service: 'household-registration' } as const;

/** Something that began and took so long, both in ms. */
export interface Took {
  readonly beganAt: number;
  readonly ms: number;
}

/** L06 dies between two spells of calm: cases that ask no system, and the exchanges of the others, go on as in calm. */
export const oneAlone = async (scene: Scene): Promise<void> => {
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
  const spells = [calmAt, downAt, calmAgainAt].map((from) => ({ from, to: from + spellMs - LAST_MS }));
  const now = Date.now(); // reading the stores takes seconds, which are no part of any spell
  const cases = tookOfCases(lines(), trips(), now);
  const { dossiers } = await readStores(stage.stack.urls.mongodb);
  const kinds = new Map([['cases without a legacy system', cases], ...tookOfExchanges(dossiers, now)]);
  for (const [kind, took] of kinds) {
    if (kind === ALONE.system) continue;
    const isSystem = /^L\d/.test(kind);
    const seen = spells.map(({ from, to }) => took.filter(({ beganAt }) => beganAt >= from && beganAt < to));
    say(`${kind}, p95 in calm, while ${ALONE.system} is down, in calm: ${seen.map(p95).join(', ')} ms`);
    // a system that few cases ask cannot be compared, and is no promise of this round
    if (isSystem && seen.some(({ length: count }) => count < ENOUGH)) continue;
    for (const violation of slowed(kind, seen, isSystem ? POLL_MS : NOISE_MS)) blame(violation);
  }
};

/** What speaks against three spells, the middle one of which has a dead system. */
export const slowed = (
  kind: string,
  spells: readonly (readonly Took[])[],
  noiseMs: number = NOISE_MS,
): readonly Violation[] => {
  const counts = spells.map(({ length }) => length);
  if (counts.some((count) => count < ENOUGH))
    return [{ invariant: 'F6', what: 'too few were seen to compare them', evidence: { kind, counts } }];
  const [before = 0, meanwhile = 0, after = 0] = spells.map(p95);
  return meanwhile > SLOWER * Math.max(before, after) + noiseMs
    ? [{ invariant: 'F6', what: 'one dead system slowed others', evidence: { kind, before, meanwhile, after } }]
    : [];
};

/** What nineteen in twenty took at most, ms. */
const p95 = (took: readonly Took[]): number =>
  took.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.ceil(took.length * 0.95) - 1] ?? 0;

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

/** Who asks no legacy system. */
const withoutSystems = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(lines.flatMap(({ asked, journey }) => (asked?.['item'] === 'open-restaurant' ? [journey] : [])));

/** Cases that ask no system; who has not ended took until now. */
const tookOfCases = (lines: readonly Line[], trips: readonly Trip[], now: number): readonly Took[] => {
  const restaurants = withoutSystems(lines);
  return trips
    .filter(({ journey }) => restaurants.has(journey))
    .map(({ beganAt, endedAt = now }) => ({ beganAt, ms: endedAt - beganAt }));
};

const FINAL: ReadonlySet<unknown> = new Set(['accepted', 'rejected', 'needs-review', 'cancelled']);

interface Moved {
  readonly id: string;
  readonly system: string;
  readonly status: string;
  /** System instant; of a new exchange when it was wanted. */
  readonly nextAt?: string;
}

/** Exchanges by their system, from being wanted to their end; one that has none took until now. */
export const tookOfExchanges = (
  dossiers: readonly Pick<StoredCase, 'history'>[],
  now: number,
): ReadonlyMap<string, readonly Took[]> => {
  const all = dossiers.flatMap(({ history }) => {
    const moves = history.flatMap(({ type, at, data }) => {
      const { exchange } = (data['kept'] ?? {}) as { readonly exchange?: Moved };
      return type === 'exchange.moved' && exchange ? [{ at, exchange }] : [];
    });
    return [...Map.groupBy(moves, ({ exchange }) => exchange.id).values()].flatMap(([first, ...others]) => {
      if (first?.exchange.nextAt === undefined) return [];
      const beganAt = Date.parse(first.exchange.nextAt);
      const end = others.find(({ exchange }) => FINAL.has(exchange.status));
      // entries bear the business clock, which runs as fast as the system's
      const ms = end ? Date.parse(end.at) - Date.parse(first.at) : now - beganAt;
      return [{ system: first.exchange.system, beganAt, ms }];
    });
  });
  return Map.groupBy(all, ({ system }) => system);
};

const UNAFFECTED_MS = 20_000;

/** Cases that ask no legacy system go on as ever, all the while. */
export const othersUnaffected = ({ lines, trips }: Evidence): readonly Violation[] => {
  const restaurants = withoutSystems(lines);
  const theirs = trips.filter(({ journey }) => restaurants.has(journey));
  const late = theirs.filter(({ beganAt, endedAt }) => endedAt === undefined || endedAt - beganAt > UNAFFECTED_MS);
  return [
    ...(theirs.length < ENOUGH
      ? [{ invariant: 'F6', what: 'too few cases ask no legacy system', evidence: { seen: theirs.length } }]
      : []),
    ...late.map(({ journey, beganAt, endedAt }) => ({
      invariant: 'F6',
      what: 'a case that asks no legacy system had to wait',
      evidence: { journey, tookMs: endedAt === undefined ? undefined : endedAt - beganAt },
    })),
  ];
};
