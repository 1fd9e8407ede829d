import { loadavg } from 'node:os';
import type { Bench, BenchOptions } from '../bench.ts';
import { until } from '../waiting.ts';

/** Above this load of the last minute somebody else is at work. */
const QUIET_LOAD = 0.5;
const PATIENCE = { tries: 60, pauseMs: 5_000 };

/** What is loaded and how many processes are compared unless said; a run that is kept is one of these. */
export const DEFAULTS: Required<Pick<BenchOptions, 'counts' | 'processes'>> = {
  counts: [0, 100_000, 1_000_000],
  processes: [1, 2, 3],
};

/** Why a run with these options could not be kept as a result, or nothing. */
export const unfitToKeep = (
  { seconds, rounds, counts, processes, knee }: Omit<BenchOptions, 'say' | 'ending'>,
  bench: Pick<Bench, 'seconds' | 'rounds'>,
): string | undefined => {
  if (rounds < bench.rounds) return `${rounds} rounds: at least ${bench.rounds} are kept`;
  if (seconds < bench.seconds) return `${seconds} seconds: at least ${bench.seconds} are kept`;
  if (String(counts) !== String(DEFAULTS.counts)) return `cases are counted as ${DEFAULTS.counts} in what is kept`;
  if (String(processes) !== String(DEFAULTS.processes)) return `processes are ${DEFAULTS.processes} in what is kept`;
  return knee === undefined ? undefined : 'a knee that was given: it is looked for in what is kept';
};

/** Waits for five minutes at most until nobody else is at work; throws a sentence when somebody still is. */
export const untilQuiet = async (
  { say, ending }: Pick<BenchOptions, 'say' | 'ending'>,
  load = (): number => loadavg()[0] ?? 0,
  patience = PATIENCE,
): Promise<void> => {
  if (load() >= QUIET_LOAD) say(`a load of ${load()}: waiting until the machine is quiet …`);
  await until(
    ending,
    () => {
      if (load() < QUIET_LOAD) return true;
      throw new Error(`The load of this machine stays at ${load()}: a run that is kept needs less than ${QUIET_LOAD}.`);
    },
    patience,
  );
};
