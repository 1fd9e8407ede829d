import { formatCaseNumber } from '@yimen/identifiers';
import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { jointBody } from '../bodies.ts';
import { median, percentile, round } from '../figures.ts';
import { type Clients, closings, connectAll, drive, driveFor, type Parties, partiesOf } from '../joint/journey.ts';
import { openPlatform, type Platform } from '../platform/platform.ts';
import { createCaster, NUMBER_YEAR } from './casting.ts';
import { openShelves, type Shelves } from './family.ts';
import { type Loaded, loadCases } from './loading.ts';
import { measureLookups, sizesOf, watchScans } from './lookups.ts';
import { mouldOf } from './mould.ts';
import { recordJoint, recordSingles } from './recording.ts';

const AT_ONCE = 32;
const WARM_UP_CASES = 200;
/** A platform that has just been idle is let run in before each turn. */
const WARM_S = 2;

/** A platform with everything that drives it. */
interface Side {
  readonly platform: Platform;
  readonly clients: Clients;
  readonly parties: Parties;
}

interface Turn {
  readonly lifecyclesPerS: number;
  readonly p95Ms: number;
  readonly lost: number;
  readonly closedTwice: number;
}

/** What was found with so many cases stored. */
interface Level {
  readonly cases: number;
  readonly loaded?: Loaded;
  readonly grown: readonly Turn[];
  readonly empty: readonly Turn[];
  readonly lookupsP95Ms: Readonly<Record<string, number>>;
  readonly scans: readonly string[];
  readonly sizes: { readonly documents: number; readonly onDisk: number; readonly largestCase: number };
}

const openSide = async (options: BenchOptions): Promise<Side> => {
  const platform = await openPlatform(options);
  const clients = connectAll(platform);
  const parties = await partiesOf(platform, clients, jointBody);
  let warm = 0;
  await drive(parties, AT_ONCE, () => warm++ >= WARM_UP_CASES);
  return { platform, clients, parties };
};

const playTurn = async ({ parties }: Side, seconds: number): Promise<Turn> => {
  const { cases, tookS, latenciesMs, ids } = await driveFor(parties, AT_ONCE, seconds);
  return {
    lifecyclesPerS: round(cases / tookS),
    p95Ms: Math.round(percentile(latenciesMs, 0.95)),
    ...(await closings(parties, ids)),
  };
};

const numberOf = (nth: number): string => formatCaseNumber({ division: '440604', year: NUMBER_YEAR, serial: nth + 1 });

/** The grown platform and the empty one in turns, then every list and search on the grown one. */
const measureLevel = async (
  { grown, empty }: { readonly grown: Side; readonly empty: Side },
  shelves: Shelves,
  cases: number,
  { seconds, rounds, say }: BenchOptions,
): Promise<Level> => {
  const turns = { grown: [] as Turn[], empty: [] as Turn[] };
  const sides = [['empty', empty] as const, ['grown', grown] as const];
  for (let nth = 1; nth <= rounds; nth++)
    // A B B A: neither side always follows the other's work
    for (const [name, side] of nth % 2 === 1 ? sides : sides.toReversed()) {
      await playTurn(side, WARM_S);
      const turn = await playTurn(side, seconds);
      say(
        `${cases} cases, round ${nth}, ${name}: ${turn.lifecyclesPerS} lifecycles/s, p95 ${turn.p95Ms} ms, lost ${turn.lost}`,
      );
      turns[name].push(turn);
    }
  const scans = await watchScans(shelves);
  const lookupsP95Ms = await measureLookups(grown.platform, grown.clients, cases, numberOf);
  await playTurn(grown, 1);
  const scanned = await scans.end();
  const sizes = await sizesOf(shelves);
  say(
    `${cases} cases: lists and searches p95 ${Math.max(...Object.values(lookupsP95Ms))} ms at most, scans: ${scanned.join(', ') || 'none'}, largest case ${sizes.largestCase} bytes`,
  );
  return { cases, ...turns, lookupsP95Ms, scans: scanned, sizes };
};

const rateOf = (turns: readonly Turn[]): number => median(turns.map(({ lifecyclesPerS }) => lifecyclesPerS));

const lineOf = (levels: readonly Level[]): Findings['line'] => {
  const [first, last] = [levels[0], levels.at(-1)];
  const stored = (last?.sizes.documents ?? 0) - (first?.sizes.documents ?? 0);
  return {
    bench: 'growth',
    lifecycles_per_s: Object.fromEntries(levels.map(({ cases, grown }) => [cases, rateOf(grown)])),
    ratio_1m: last ? round(rateOf(last.grown) / rateOf(last.empty), 2) : Number.NaN,
    bytes_per_case: last && last.cases > 0 ? Math.round(stored / last.cases) : 0,
  };
};

const run = async (options: BenchOptions): Promise<Findings> => {
  const { say, counts } = options;
  const sides: Side[] = [];
  const open = async (): Promise<Side> => {
    const side = await openSide(options);
    sides.push(side);
    return side;
  };
  try {
    const [empty, grown] = [await open(), await open()];
    const shelves = await openShelves(grown.platform);
    try {
      say('recording real cases …');
      const singles = (await recordSingles(grown.platform, shelves)).map((family) =>
        createCaster(mouldOf(family), shelves),
      );
      const joint = createCaster(mouldOf(await recordJoint(grown.platform, shelves, grown.clients)), shelves);
      const levels: Level[] = [];
      let there = 0;
      for (const cases of counts) {
        const loaded =
          cases > there ? await loadCases(shelves, { singles, joint }, { from: there, to: cases, say }) : undefined;
        if (loaded)
          say(
            `loaded ${loaded.documents} documents, ${loaded.documentsPerS}/s, ${loaded.verified} read back and verified`,
          );
        there = cases;
        levels.push({
          ...(await measureLevel({ grown, empty }, shelves, cases, options)),
          ...(loaded ? { loaded } : {}),
        });
      }
      return { line: lineOf(levels), raw: { levels } };
    } finally {
      await shelves.close();
    }
  } finally {
    for (const { clients, platform } of sides) {
      await clients.close();
      await platform.stop();
    }
  }
};

/** The lifecycle of `joint` with more and more cases stored, beside an empty platform in the same minutes. */
export const benchGrowth: Bench = { seconds: 10, rounds: 3, run };
