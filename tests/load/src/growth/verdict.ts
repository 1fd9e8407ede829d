import type { Findings } from '../bench.ts';
import { median, round } from '../figures.ts';
import type { Loaded } from './loading.ts';
import type { LookupFigures } from './lookups.ts';

/** One side for some seconds. */
export interface Turn {
  readonly lifecyclesPerS: number;
  readonly p95Ms: number;
  /** Refused cleanly, or broken off, and sent again. */
  readonly again: number;
  readonly driverCores: number;
  readonly lost: number;
  readonly closedTwice: number;
}

/** What was found with so many cases stored. */
export interface Level {
  readonly cases: number;
  readonly loaded?: Loaded;
  readonly grown: readonly Turn[];
  readonly empty: readonly Turn[];
  readonly lookups: LookupFigures;
  readonly scans: readonly string[];
  readonly largestCase: number;
}

/** With nothing stored both sides are the same; when they differ by more, the machine is what was measured. */
const CONTROL_SHARE = 0.05;

/** The grown side against the empty one of the same round: the machine's speed wanders, but not within a round. */
export const ratioOf = ({ grown, empty }: Pick<Level, 'grown' | 'empty'>): number =>
  round(median(grown.map((turn, i) => turn.lifecyclesPerS / (empty[i]?.lifecyclesPerS ?? Number.NaN))), 3);

const labelOf = (cases: number): string => {
  if (cases > 0 && cases % 1_000_000 === 0) return `${cases / 1_000_000}m`;
  return cases > 0 && cases % 1_000 === 0 ? `${cases / 1_000}k` : String(cases);
};

/** Bytes of each loaded case, right before and after its loading. */
const perCase = (levels: readonly Level[], of: (loaded: Loaded) => number): number => {
  const all = levels.flatMap(({ loaded }) => loaded ?? []);
  const cases = all.reduce((sum, loaded) => sum + loaded.cases, 0);
  return cases > 0 ? Math.round(all.reduce((sum, loaded) => sum + of(loaded), 0) / cases) : 0;
};

/** The last line: a ratio for every count by its name, that of nought being the control. */
export const lineOf = (levels: readonly Level[]): Findings['line'] => {
  const turns = levels.flatMap(({ grown, empty }) => [...grown, ...empty]);
  const last = levels.at(-1);
  return {
    bench: 'growth',
    lifecycles_per_s: Object.fromEntries(
      levels.map(({ cases, grown }) => [cases, round(median(grown.map((turn) => turn.lifecyclesPerS)))]),
    ),
    ...Object.fromEntries(levels.map((level) => [`ratio_${labelOf(level.cases)}`, ratioOf(level)])),
    bytes_per_case: perCase(levels, ({ sizes: [before, after] }) => after.documents - before.documents),
    bytes_per_case_on_disk: perCase(levels, ({ sizes: [before, after] }) => after.onDisk - before.onDisk),
    largest_case_bytes: Math.max(...levels.map(({ largestCase }) => largestCase)),
    documents_per_s: levels.findLast(({ loaded }) => loaded)?.loaded?.documentsPerS ?? 0,
    lookups_p95_ms: Math.max(...Object.values(last?.lookups.p95Ms ?? {}), 0),
    lookups_failed: levels.reduce((sum, { lookups }) => sum + lookups.failed.length, 0),
    scans: levels.reduce((sum, { scans }) => sum + scans.length, 0),
    sent_again: turns.reduce((sum, { again }) => sum + again, 0),
    lost: turns.reduce((sum, { lost }) => sum + lost, 0),
    closed_twice: turns.reduce((sum, { closedTwice }) => sum + closedTwice, 0),
  };
};

/** Why the ratios mean nothing, or nothing. */
export const voidOf = (levels: readonly Level[]): string | undefined => {
  const control = levels.find(({ cases }) => cases === 0);
  if (!control) return 'there is no control';
  const ratio = ratioOf(control);
  return Math.abs(ratio - 1) <= CONTROL_SHARE ? undefined : `with nothing stored the two sides differ: ${ratio}`;
};
