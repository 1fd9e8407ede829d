import { formatCaseNumber } from '@yimen/identifiers';
import { SERVICES } from '@yimen/local';
import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { jointBody } from '../bodies.ts';
import { playCrowd, type Side, warmUp } from '../joint/crowd.ts';
import { closings, connectAll, partiesOf } from '../joint/journey.ts';
import { openPlatform, type Platform } from '../platform/platform.ts';
import { NUMBER_YEAR } from './casting.ts';
import { openShelves, type Shelves } from './family.ts';
import { createIssuer, type Loaded, loadCases } from './loading.ts';
import { measureLookups, type Stock } from './lookups.ts';
import { type Recorded, recordCases } from './recording.ts';
import { watchScans } from './scans.ts';
import { CACHE_GB, giveCache, largestCaseOf, requireDisk } from './sizes.ts';
import { type Level, lineOf, ratioOf, type Turn, voidOf } from './verdict.ts';

const AT_ONCE = 32;
const WARM_UP_CASES = 1_500;
/** A platform that has just been idle is let run in before each turn. */
const WARM_S = 2;

/** What both sides are, and what is stored on the one that grows. */
interface Grounds {
  readonly grown: Platform;
  readonly empty: Platform;
  readonly shelves: Shelves;
  readonly recorded: Recorded;
}

/** Connections and tokens do not live as long as a loading takes: each level has its own. */
const withSide = async <T>(platform: Platform, work: (side: Side) => Promise<T>): Promise<T> => {
  const clients = connectAll(platform);
  try {
    const parties = await partiesOf(platform, clients, jointBody);
    await warmUp(parties, AT_ONCE, WARM_UP_CASES);
    return await work({ platform, clients, parties });
  } finally {
    await clients.close();
  }
};

const playTurn = async (side: Side, seconds: number): Promise<Turn> => {
  const { casesPerS, p95Ms, refused, broken, driverCores, ids } = await playCrowd(side, AT_ONCE, seconds);
  return {
    lifecyclesPerS: casesPerS,
    again: refused + broken,
    driverCores,
    p95Ms,
    ...(await closings(side.parties, ids)),
  };
};

const numberOf = (nth: number): string => formatCaseNumber({ division: '440604', year: NUMBER_YEAR, serial: nth + 1 });

/** The two sides in turns. */
const playTurns = async (
  { grown, empty }: { readonly grown: Side; readonly empty: Side },
  cases: number,
  { seconds, rounds, say }: BenchOptions,
): Promise<Pick<Level, 'grown' | 'empty'>> => {
  const turns = { grown: [] as Turn[], empty: [] as Turn[] };
  const sides = [['empty', empty] as const, ['grown', grown] as const];
  // the first round lets both run in and does not count: who has played less would be the slower
  for (let nth = 0; nth <= rounds; nth++)
    // A B B A: neither side always follows the other's work
    for (const [name, side] of nth % 2 === 1 ? sides : sides.toReversed()) {
      await playTurn(side, WARM_S);
      const turn = await playTurn(side, seconds);
      say(
        `${cases} cases, round ${nth}, ${name}: ${turn.lifecyclesPerS} lifecycles/s, p95 ${turn.p95Ms} ms, lost ${turn.lost}`,
      );
      if (nth > 0) turns[name].push(turn);
    }
  say(`${cases} cases: ${ratioOf(turns)} of the empty side`);
  return turns;
};

/** The grown platform and the empty one in turns, then every list and search on the grown one. */
const measureLevel = async (
  grown: Side,
  empty: Side,
  shelves: Shelves,
  stock: Stock,
  options: BenchOptions,
): Promise<Level> => {
  const turns = await playTurns({ grown, empty }, stock.count, options);
  const watched = await watchScans(shelves);
  const lookups = await measureLookups(grown.platform, grown.clients, stock);
  await playTurn(grown, 1);
  const scans = await watched.end();
  const largestCase = await largestCaseOf(shelves);
  options.say(
    `${stock.count} cases: lists and searches p95 ${Math.max(...Object.values(lookups.p95Ms))} ms at most${lookups.failed.map((one) => `; ${one}`).join('')}, scans: ${scans.join(', ') || 'none'}, largest case ${largestCase} bytes`,
  );
  return { cases: stock.count, ...turns, lookups, scans, largestCase };
};

/** So often both sides are started anew until they are alike. */
const CONTROL_TRIES = 4;

/**
 * The control: two platforms with nothing stored. Processes are never compiled quite alike, and keep what they were given
 * for as long as they live: sides that differ are started again, before anything is loaded.
 */
const measureControl = async (measure: () => Promise<Level>, sides: readonly Platform[], say: BenchOptions['say']) => {
  for (let tries = 1; ; tries++) {
    const level = await measure();
    const reason = voidOf([level]);
    if (reason === undefined || tries === CONTROL_TRIES) return level;
    say(`${reason}; services are started anew …`);
    for (const { stack } of sides) for (const name of SERVICES) await stack.restart(name);
  }
};

/** Loads and measures count by count. What ends it early leaves what was found before, and its reason. */
const climb = async (
  { grown, empty, shelves, recorded }: Grounds,
  options: BenchOptions,
): Promise<Pick<Findings, 'void'> & { readonly levels: readonly Level[] }> => {
  const { say, ending, counts } = options;
  const issue = createIssuer(recorded, shelves);
  const levels: Level[] = [];
  let there = 0;
  // the level of nought is the control
  for (const cases of [...new Set([0, ...counts])].toSorted((a, b) => a - b)) {
    try {
      let loaded: Loaded | undefined;
      if (cases > there) loaded = await loadCases(shelves, issue, { from: there, to: cases, say, ending });
      there = cases;
      const stock = { count: cases, numberOf, branches: recorded.branches };
      const measure = (): Promise<Level> =>
        withSide(empty, (one) => withSide(grown, (other) => measureLevel(other, one, shelves, stock, options)));
      const level = await (cases === 0 ? measureControl(measure, [grown, empty], say) : measure());
      levels.push({ ...level, ...(loaded ? { loaded } : {}) });
    } catch (error) {
      ending.throwIfAborted();
      if (levels.length === 0) throw error;
      say(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return { levels, void: `${cases} cases were not measured: ${String(error)}` };
    }
  }
  const reason = voidOf(levels);
  return { levels, ...(reason === undefined ? {} : { void: reason }) };
};

const run = async (options: BenchOptions): Promise<Findings> => {
  requireDisk(Math.max(...options.counts), options.say);
  const platforms: Platform[] = [];
  const open = async (): Promise<Platform> => {
    const platform = await openPlatform(options);
    platforms.push(platform);
    return platform;
  };
  try {
    const [empty, grown] = [await open(), await open()];
    for (const side of [empty, grown]) await giveCache(side);
    const shelves = await openShelves(grown);
    try {
      options.say('recording real cases …');
      const recorded = await withSide(grown, ({ platform, clients }) => recordCases({ platform, shelves, clients }));
      const { levels, ...rest } = await climb({ grown, empty, shelves, recorded }, options);
      return { line: lineOf(levels), raw: { cacheGb: CACHE_GB, levels }, ...rest };
    } finally {
      await shelves.close();
    }
  } finally {
    for (const { stop } of platforms) await stop();
  }
};

/** The lifecycle of `joint` with more and more cases stored, beside an empty platform in the same minutes. */
export const benchGrowth: Bench = { seconds: 10, rounds: 7, run };
