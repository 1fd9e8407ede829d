/** The checks that are no tests, each one step. */
export const STATIC = ['types', 'lint', 'unused'] as const;
/** The projects of vitest.config.ts that share one run, servers included. */
const TESTS = ['unit', 'contract', 'architecture', 'int'] as const;
/** The project that runs last, on a whole platform of its own. */
export const JOURNEYS = 'journeys';

/** The short selection of faults, with a platform for each round. */
const FAULTS = 'faults';

const SERVED: readonly string[] = ['contract', 'int'];

/** What one `npm test` runs. */
export interface Choice {
  readonly checks: readonly (typeof STATIC)[number][];
  readonly projects: readonly (typeof TESTS)[number][];
  readonly journeys: boolean;
  readonly faults: boolean;
  /** Parts of paths; only test files that match one are run. */
  readonly paths: readonly string[];
  readonly needsServers: boolean;
}

/** Everything without words; else the named steps; words that name no step are parts of paths of test files. */
export const choose = (words: readonly string[]): Choice => {
  const names: readonly string[] = [...STATIC, ...TESTS, JOURNEYS, FAULTS];
  const paths = words.filter((word) => !names.includes(word));
  const named = words.filter((word) => names.includes(word));
  const everything = words.length === 0;
  const namesNoTest = !named.some((name) => !(STATIC as readonly string[]).includes(name));
  const anyTest = everything || (namesNoTest && paths.length > 0);
  const projects = TESTS.filter((name) => (anyTest ? true : named.includes(name)));
  return {
    checks: STATIC.filter((name) => everything || named.includes(name)),
    projects,
    journeys: everything || named.includes(JOURNEYS) || (anyTest && paths.some((path) => path.includes(JOURNEYS))),
    faults: everything || named.includes(FAULTS),
    paths,
    needsServers: projects.some((name) => SERVED.includes(name)),
  };
};
