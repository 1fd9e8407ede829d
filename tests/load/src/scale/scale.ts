import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { jointBody } from '../bodies.ts';
import { median, round } from '../figures.ts';
import { playCrowd, type Side, warmUp } from '../joint/crowd.ts';
import { closings, connectAll, partiesOf } from '../joint/journey.ts';
import { cpuBetween, usageOfParts } from '../machine/processes.ts';
import { openPlatform, type Platform } from '../platform/platform.ts';
import { type Costs, costsOf, openBooks } from './costs.ts';

/** Cases at once: as many as elsewhere, and so many that every process has its batches full. */
const CROWDS = [32, 128] as const;
/** Of each process; the engine needs about so many before it has compiled what is hot. */
const WARM_UP_CASES = 1_500;
const WARM_UP_AT_ONCE = 128;
const IDLE_S = 10;

interface Run {
  readonly casesPerS: number;
  readonly p95Ms: number;
  readonly costs: Costs;
  readonly driverCores: number;
  /** Refused cleanly, or broken off, and sent again. */
  readonly again: number;
  readonly lost: number;
  readonly closedTwice: number;
}

/** A platform of so many processes: its cores while nobody asks for anything, and one run of each crowd. */
interface Size {
  readonly idleCores: number;
  readonly crowds: readonly Run[];
}

const idleCoresOf = async (platform: Platform): Promise<number> => {
  const before = usageOfParts();
  await sleep(IDLE_S * 1000, undefined, { signal: platform.ending });
  const ms = Object.values(cpuBetween(before, usageOfParts(), IDLE_S)).reduce((sum, one) => sum + one, 0);
  return round(ms / 1000, 2);
};

const measureCrowd = async (side: Side, atOnce: number, seconds: number): Promise<Run> => {
  const before = await openBooks(side.platform);
  const { cases, tookS, casesPerS, p95Ms, refused, broken, driverCores, ids } = await playCrowd(side, atOnce, seconds);
  const costs = costsOf(before, await openBooks(side.platform), cases, tookS);
  return {
    casesPerS,
    p95Ms,
    costs,
    driverCores,
    again: refused + broken,
    ...(await closings(side.parties, ids)),
  };
};

/** Joint cases against a platform of so many processes of the gateway and of each department. */
const measure = async (processes: number, options: BenchOptions): Promise<Size> => {
  const platform = await openPlatform(options, { processes });
  const clients = connectAll(platform);
  try {
    const parties = await partiesOf(platform, clients, jointBody);
    await warmUp(parties, WARM_UP_AT_ONCE, WARM_UP_CASES * processes);
    const idleCores = await idleCoresOf(platform);
    const crowds: Run[] = [];
    for (const atOnce of CROWDS)
      crowds.push(await measureCrowd({ platform, clients, parties }, atOnce, options.seconds));
    return { idleCores, crowds };
  } finally {
    await clients.close();
    await platform.stop();
  }
};

const wordsOf = ({ idleCores, crowds }: Size): string =>
  [
    `${idleCores} cores idle`,
    ...crowds.map(
      ({ casesPerS, p95Ms, costs, lost }, nth) =>
        `${CROWDS[nth]} at once: ${casesPerS} cases/s, p95 ${p95Ms} ms, ${costs.cpuMsInAll} ms CPU per case, ${costs.coresUsed} cores, lost ${lost}; ${JSON.stringify(costs.cpuMs)}`,
    ),
  ].join('\n  ');

const run = async (options: BenchOptions): Promise<Findings> => {
  const { rounds, say, processes: all } = options;
  const sizes = new Map<number, Size[]>(all.map((processes) => [processes, []]));
  for (let nth = 1; nth <= rounds; nth++) {
    for (const processes of all) {
      const size = await measure(processes, options);
      sizes.get(processes)?.push(size);
      say(`round ${nth}, ×${processes}: ${wordsOf(size)}`);
    }
  }
  const each = <T>(of: (rounds: readonly Size[]) => T) =>
    Object.fromEntries(all.map((processes) => [processes, of(sizes.get(processes) ?? [])]));
  const eachCrowd = (of: (run: Run) => number) =>
    each((rounds) =>
      Object.fromEntries(
        CROWDS.map((atOnce, nth) => [atOnce, round(median(rounds.map(({ crowds }) => of(crowds[nth] as Run))), 2)]),
      ),
    );
  const every = [...sizes.values()].flat().flatMap(({ crowds }) => crowds);
  return {
    line: {
      bench: 'scale',
      cases_per_s: eachCrowd(({ casesPerS }) => casesPerS),
      p95_ms: eachCrowd(({ p95Ms }) => p95Ms),
      cpu_ms_per_case: eachCrowd(({ costs }) => costs.cpuMsInAll),
      cores_used: eachCrowd(({ costs }) => costs.coresUsed),
      messages_per_case: eachCrowd(({ costs }) => costs.messages),
      idle_cores: each((rounds) => round(median(rounds.map(({ idleCores }) => idleCores)), 2)),
      sent_again: every.reduce((sum, { again }) => sum + again, 0),
      lost: every.reduce((sum, { lost }) => sum + lost, 0),
      closed_twice: every.reduce((sum, { closedTwice }) => sum + closedTwice, 0),
    },
    raw: Object.fromEntries(sizes),
  };
};

/** The same joint cases with one, two and three processes of the gateway and of every department, few and many at once. */
export const benchScale: Bench = { seconds: 15, rounds: 3, run };
