import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { jointBody, jointBodyAs } from '../bodies.ts';
import { type Client, sumOf } from '../driver.ts';
import { median, round } from '../figures.ts';
import { cpuBetween, usageOfParts } from '../machine/processes.ts';
import { openPlatform } from '../platform/platform.ts';
import { type Crowd, playCrowd, warmUp } from './crowd.ts';
import { type Clients, closings, connectAll, type Parties, partiesOf } from './journey.ts';
import { benchPackages, publishPackages } from './packages.ts';

const CONCURRENCIES = [1, 8, 32] as const;
/** The packages of the variants are measured at this many at once, as the bar is. */
const MOST = 32;
const WARM_UP_CASES = 200;
const WARM_UP_AT_ONCE = 8;
const BARE_S = 5;

/** Cases of one package at so many at once. */
interface Run extends Crowd {
  readonly cpuMsPerCase: Readonly<Record<string, number>>;
}

const measure = async (parties: Parties, clients: Clients, atOnce: number, seconds: number): Promise<Run> => {
  const before = usageOfParts();
  const crowd = await playCrowd({ clients, parties }, atOnce, seconds);
  return { ...crowd, cpuMsPerCase: cpuBetween(before, usageOfParts(), crowd.cases) };
};

const bareCalls = async (gateway: Client, seconds: number): Promise<number> => {
  const started = performance.now();
  const ends = started + seconds * 1000;
  const before = gateway.counts();
  const worker = async (): Promise<void> => {
    while (performance.now() < ends) await gateway.call('GET', '/live', { token: '' });
  };
  await Promise.all(Array.from({ length: MOST }, worker));
  return sumOf([gateway.counts()], before).calls / ((performance.now() - started) / 1000);
};

/** The figure that counts at one concurrency: the median of its rounds. */
const middle = (runs: readonly Run[], of: (run: Run) => number): number => median(runs.map(of));

const run = async (options: BenchOptions): Promise<Findings> => {
  const { seconds, rounds, say } = options;
  const platform = await openPlatform(options);
  const clients = connectAll(platform);
  try {
    await publishPackages(platform.stack.urls.kafkaBrokers, benchPackages());
    const five = await partiesOf(platform, clients, jointBody);
    const twelve = await partiesOf(platform, clients, jointBodyAs('bench-twelve'));
    const fed = await partiesOf(platform, clients, jointBodyAs('bench-fed'));
    await warmUp(five, WARM_UP_AT_ONCE, WARM_UP_CASES);
    await warmUp(twelve, WARM_UP_AT_ONCE, WARM_UP_CASES / 4);
    await warmUp(fed, WARM_UP_AT_ONCE, WARM_UP_CASES / 4);
    const series = [
      ...CONCURRENCIES.map((atOnce) => ({ name: String(atOnce), parties: five, atOnce })),
      { name: 'twelve', parties: twelve, atOnce: MOST },
      { name: 'fed', parties: fed, atOnce: MOST },
    ];
    const bare: number[] = [];
    const runs = new Map<string, Run[]>(series.map(({ name }) => [name, []]));
    let [lost, closedTwice] = [0, 0];
    for (let nth = 1; nth <= rounds; nth++) {
      bare.push(await bareCalls(clients.gateway, Math.min(seconds, BARE_S)));
      for (const { name, parties, atOnce } of series) {
        const one = await measure(parties, clients, atOnce, seconds);
        runs.get(name)?.push(one);
        say(`round ${nth}, ${name}: ${one.casesPerS} cases/s, p95 ${one.p95Ms} ms, refused ${one.refused}`);
        const ended = await closings(parties, one.ids);
        lost += ended.lost;
        closedTwice += ended.closedTwice;
      }
    }
    const of = (name: string): readonly Run[] => runs.get(name) ?? [];
    const each = (figure: (run: Run) => number) =>
      Object.fromEntries(CONCURRENCIES.map((atOnce) => [atOnce, middle(of(String(atOnce)), figure)]));
    const variant = (name: string) => ({
      cases_per_s: middle(of(name), ({ casesPerS }) => casesPerS),
      p95_ms: middle(of(name), ({ p95Ms }) => p95Ms),
    });
    const calls = middle(of(String(MOST)), ({ httpCallsPerCase }) => httpCallsPerCase);
    const perSecond = each(({ casesPerS }) => casesPerS);
    const bareRps = median(bare);
    const every = [...runs.values()].flat();
    return {
      line: {
        bench: 'joint',
        cases_per_s: perSecond,
        p95_ms: each(({ p95Ms }) => p95Ms),
        http_calls_per_case: calls,
        bare_rps: Math.round(bareRps),
        ratio_to_bare_calls: round(((perSecond[MOST] ?? 0) * calls) / bareRps, 2),
        twelve_branches: variant('twelve'),
        outputs_feed_successors: variant('fed'),
        refused: every.reduce((sum, { refused }) => sum + refused, 0),
        broken: every.reduce((sum, { broken }) => sum + broken, 0),
        lost,
        closed_twice: closedTwice,
      },
      raw: {
        bareRps: bare.map(Math.round),
        ...Object.fromEntries([...runs].map(([name, all]) => [name, all.map(({ ids: _, ...rest }) => rest)])),
      },
    };
  } finally {
    await clients.close();
    await platform.stop();
  }
};

/** Joint cases per second at 1, 8 and 32 at once, with twelve branches, and with outputs that feed successors. */
export const benchJoint: Bench = { seconds: 10, rounds: 3, run };
