import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import type { Patch } from '../../preload/orders.ts';
import { check } from '../checker/check.ts';
import type { Evidence, Violation } from '../checker/evidence.ts';
import { gather, type Known } from '../checker/gather/gather.ts';
import { nothingShown } from '../checker/nothing-shown.ts';
import { CONVERGE_MS, type Fault, intoTopics, type Planted, type Scene } from '../faults/fault.ts';
import { type Load, startLoad } from '../load/load.ts';
import { seeded, seedFor } from '../platform/chance.ts';
import { openStage, type Stage } from '../platform/stage.ts';
import { drain } from './drain.ts';
import { within } from './limit.ts';
import { heldIn, type Strike } from './strikes.ts';

/** One round: some faults, one after the other, on one platform under one load. */
export interface RoundOptions {
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly perSecond: number;
  readonly length: number;
  /** On a machine that others use, everything may take so many times as long. */
  readonly patience: number;
  readonly dir: string;
  readonly mutant?: readonly Patch[];
  readonly say: (sentence: string) => void;
  /** Ends the round in good order, as one that could not be played. */
  readonly interrupted?: AbortSignal;
}

/** What came of a round. */
export interface Round {
  readonly violations: readonly Violation[];
  readonly evidence: Evidence;
  readonly recoveryS: number;
}

const CALM_MS = 2_000;
const COMPANIES = 0.3;
/** Beside the convergence that is asked for, so that a late one is measured rather than cut short. */
const GRACE_MS = 30_000;
const DRAIN_MS = 10_000;

/** The longest round takes a quarter of an hour; one that takes longer than this hangs. */
const ROUND_LIMIT_MS = 1_800_000;
const CLOSE_LIMIT_MS = 120_000;

/** Plays a round and looks at everything afterwards; whatever happens, nobody is left behind. */
export const playRound = async (options: RoundOptions): Promise<Round> => {
  const { faults, dir, say, mutant } = options;
  mkdirSync(dir, { recursive: true });
  const stage = await openStage({
    dir,
    tell: say,
    ...serversOf(faults),
    tls: faults.some(({ tls }) => tls === true),
    bendsTime: faults.some(({ bendsTime }) => bendsTime === true),
    ...(mutant ? { mutant } : {}),
  });
  const loads: Load[] = [];
  try {
    return await within(ROUND_LIMIT_MS, playOn(stage, options, loads), options.interrupted);
  } finally {
    await Promise.all(loads.map((load) => load.abandon()));
    await within(CLOSE_LIMIT_MS, stage.close());
  }
};

const playOn = async (stage: Stage, options: RoundOptions, loads: Load[]): Promise<Round> => {
  const { faults, seed, say, mutant } = options;
  const replicas = await Promise.all(
    [...new Set(faults.flatMap((fault) => fault.replicas ?? []))].map((service) => stage.stack.replicate(service)),
  );
  await untilOffered(stage, ['open-restaurant', 'open-company']);
  const prepared: Pick<Scene, 'links'> = {};
  for (const fault of faults)
    Object.assign(prepared, await fault.prepare?.({ stage, chance: seeded(seedFor(seed, `${fault.name} lines`)) }));
  const companies = Math.max(...faults.map((fault) => fault.companies ?? COMPANIES));
  const urls = prepared.links?.urls ?? stage.stack.urls;
  const gateways = [urls.gateway, ...replicas.map(({ url }) => url)];
  const perSecond = options.perSecond * Math.min(...faults.map(({ loadShare = 1 }) => loadShare));
  const load = startLoad(stage, { seed, perSecond, companies, gateways, urls });
  loads.push(load);
  const graceMs = mutant ? 0 : GRACE_MS; // nobody waits for what a mutant will never do
  const blamed: Violation[] = [];
  const planted: Planted[] = [];
  const strikes: Strike[] = [];
  let restored: Pick<Evidence, 'restored'> = {};
  let healedAt = 0;
  await pause(CALM_MS);
  for (const fault of faults) {
    say(`${fault.name}: ${fault.title}`);
    healedAt = 0;
    const from = Date.now();
    await fault.strike({
      stage,
      ...prepared,
      offer: (gateway) => void gateways.push(gateway),
      perSecond,
      join: (more) => void loads.push(more),
      trips: () => loads.flatMap((one) => one.trips()),
      lines: () => loads.flatMap((one) => one.lines()),
      chance: seeded(seedFor(seed, fault.name)),
      length: options.length,
      say,
      plant: plantOn(stage, planted),
      fileSilent: load.fileSilent,
      abandon: load.abandon,
      remember: (what) => {
        restored = { restored: what };
      },
      healed: () => {
        healedAt = Date.now();
      },
      blame: (violation) => void blamed.push(violation),
    });
    strikes.push({ fault, from, to: Date.now() });
  }
  healedAt ||= Date.now();
  say('healed');
  await pause(CALM_MS);
  const convergeMs = options.patience * Math.max(...faults.map((fault) => fault.convergeMs ?? CONVERGE_MS));
  const mayNeedReview = Object.assign({}, ...faults.map((fault) => fault.mayNeedReview));
  const round = await settle(
    { stage, ...prepared, loads, strikes, say, blamed, graceMs },
    { planted, healedAt, convergeMs, mayNeedReview, ...wordsOf(faults), ...restored },
  );
  return { ...round, violations: [...round.violations, ...diedIn(stage)] };
};

/** A program may die only when a fault has ordered it; that its supervisor starts it again is no excuse. */
const diedIn = (stage: Stage): readonly Violation[] =>
  stage.endedByThemselves().map(({ name, sentence }) => ({
    invariant: 'processes',
    what: 'a program ended by itself',
    evidence: { name, sentence },
  }));

const wordsOf = (faults: readonly Fault[]): Pick<Evidence, 'words'> => {
  const words = faults.find((fault) => fault.words)?.words;
  return words ? { words } : {};
};

const serversOf = (faults: readonly Fault[]) => {
  const [first, ...others] = new Set(faults.flatMap(({ servers }) => servers ?? []));
  if (others.length > 0) throw new Error('Faults with different servers cannot share a round.');
  return first ? { servers: first } : {};
};

type Healed = Omit<Known, 'loads' | 'gaveUpDeaf'>;

interface Played extends Pick<RoundOptions, 'say'>, Pick<Scene, 'links'> {
  readonly strikes: readonly Strike[];
  readonly stage: Stage;
  readonly loads: readonly Load[];
  readonly blamed: readonly Violation[];
  readonly graceMs: number;
}

const settle = async (played: Played, healed: Healed): Promise<Round> => {
  const { stage, links, loads, strikes, say, blamed, graceMs } = played;
  await Promise.all(loads.map((load) => load.finish(healed.convergeMs + graceMs)));
  await drain(stage, DRAIN_MS + graceMs + unheardMs(healed));
  say('drained');
  const evidence = await gather(stage, { ...healed, loads, gaveUpDeaf: links?.gaveUpDeaf() ?? [] });
  const judges = strikes.flatMap(({ fault }) => fault.judge ?? []);
  const judged = judges.length > 0 ? judges.flatMap((judge) => judge(evidence)) : check(evidence);
  const violations = [...blamed, ...judged, ...heldIn(strikes, evidence), ...nothingShown(evidence)];
  return { evidence, violations, recoveryS: recoveryOf(evidence) };
};

/** After a restore nobody waits any more for cases that were under way: they have all the time that was promised. */
const unheardMs = ({ restored, healedAt, convergeMs }: Healed): number =>
  restored ? Math.max(0, healedAt + convergeMs - Date.now()) : 0;

/** Seconds from the heal until the last of those who were on their way had arrived; who lawfully waits for a human has not. */
const recoveryOf = ({ trips, healedAt }: Evidence): number => {
  const before = trips.filter(
    ({ beganAt, endedAt, how }) => beganAt <= healedAt && endedAt !== undefined && how === 'closed',
  );
  return Math.max(0, ...before.map(({ endedAt = 0 }) => (endedAt - healedAt) / 1_000));
};

const plantOn =
  (stage: Stage, planted: Planted[]) =>
  async (messages: readonly Planted[]): Promise<void> => {
    planted.push(...messages);
    await intoTopics(stage, messages);
  };

const OFFERED_LIMIT_MS = 60_000;

const untilOffered = async ({ stack }: Stage, codes: readonly string[]): Promise<void> => {
  for (const until = performance.now() + OFFERED_LIMIT_MS; ; await pause(100)) {
    const seen = await Promise.all(
      codes.map(async (code) => {
        const answer = await request(`${stack.urls.gateway}/items/${code}`);
        await answer.body.dump();
        return answer.statusCode;
      }),
    );
    if (seen.every((status) => status === 200)) return;
    if (performance.now() > until) throw new Error('The catalogue never came.');
  }
};
