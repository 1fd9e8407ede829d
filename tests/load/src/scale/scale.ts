import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { jointBody } from '../bodies.ts';
import { median, percentile, round } from '../figures.ts';
import { closings, connectAll, drive, driveFor, partiesOf } from '../joint/journey.ts';
import { openPlatform } from '../platform/platform.ts';
import { type Costs, costsOf, openBooks } from './costs.ts';

const AT_ONCE = 32;
/** Of each process; the engine needs about so many before it has compiled what is hot. */
const WARM_UP_CASES = 1_500;

interface Run {
  readonly casesPerS: number;
  readonly p95Ms: number;
  readonly costs: Costs;
  readonly lost: number;
  readonly closedTwice: number;
}

/** Joint cases against a platform of so many processes of the gateway and of each department. */
const measure = async (processes: number, options: BenchOptions): Promise<Run> => {
  const platform = await openPlatform(options, { processes });
  const clients = connectAll(platform);
  try {
    const parties = await partiesOf(platform, clients, jointBody);
    let warm = 0;
    await drive(parties, AT_ONCE, () => warm++ >= WARM_UP_CASES * processes);
    const before = await openBooks(platform);
    const { cases, tookS, latenciesMs, ids } = await driveFor(parties, AT_ONCE, options.seconds);
    const costs = costsOf(before, await openBooks(platform), cases, tookS);
    return {
      casesPerS: round(cases / tookS),
      p95Ms: Math.round(percentile(latenciesMs, 0.95)),
      costs,
      ...(await closings(parties, ids)),
    };
  } finally {
    await clients.close();
    await platform.stop();
  }
};

const run = async (options: BenchOptions): Promise<Findings> => {
  const { rounds, say, processes: all } = options;
  const runs = new Map<number, Run[]>(all.map((processes) => [processes, []]));
  for (let nth = 1; nth <= rounds; nth++) {
    for (const processes of all) {
      const one = await measure(processes, options);
      runs.get(processes)?.push(one);
      say(
        `round ${nth}, ×${processes}: ${one.casesPerS} cases/s, p95 ${one.p95Ms} ms, ${one.costs.cpuMsInAll} ms CPU per case, ${one.costs.coresUsed} cores, lost ${one.lost}; ${JSON.stringify(one.costs.cpuMs)}`,
      );
    }
  }
  const each = (of: (run: Run) => number) =>
    Object.fromEntries(all.map((processes) => [processes, median((runs.get(processes) ?? []).map(of))]));
  const every = [...runs.values()].flat();
  return {
    line: {
      bench: 'scale',
      cases_per_s: each(({ casesPerS }) => casesPerS),
      p95_ms: each(({ p95Ms }) => p95Ms),
      cpu_ms_per_case: each(({ costs }) => costs.cpuMsInAll),
      cores_used: each(({ costs }) => costs.coresUsed),
      messages_per_case: each(({ costs }) => costs.messages),
      lost: every.reduce((sum, { lost }) => sum + lost, 0),
      closed_twice: every.reduce((sum, { closedTwice }) => sum + closedTwice, 0),
    },
    raw: Object.fromEntries(runs),
  };
};

/** The same joint cases with one, two and three processes of the gateway and of every department. */
export const benchScale: Bench = { seconds: 15, rounds: 3, run };
