import { existsSync, readFileSync } from 'node:fs';

/** How many checks held and how many did not. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Several tallies as one. */
export const sum = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  failed: tallies.reduce((total, { failed }) => total + failed, 0),
});

/** A step that holds or does not. */
export const asOne = (held: boolean): Tally => (held ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

const tallyOf = ({ testResults }: Report): Tally =>
  sum(
    testResults.map(({ status, assertionResults }) => {
      const passed = assertionResults.filter((result) => result.status === 'passed').length;
      // a skipped test is a promise that nobody checked; it fails like one that is broken
      const failed = assertionResults.length - passed;
      return { passed, failed: status === 'failed' && failed === 0 ? 1 : failed };
    }),
  );

/** Counts what the faults say in their last line; a run that says nothing, or ends badly, has failed. */
export const tallyFaults = (said: string, exitCode: number | undefined): Tally => {
  const last = said.trim().split('\n').at(-1) ?? '';
  const figures = /"runs":(\d+).*"violations":(\d+),"mutants_killed":"(\d+)\/(\d+)"/.exec(last);
  if (!figures) return asOne(false);
  const [runs = 0, violations = 0, killed = 0, mutants = 0] = figures.slice(1).map(Number);
  const failed = (violations > 0 ? 1 : 0) + mutants - killed;
  const passed = runs - (violations > 0 ? 1 : 0) + killed;
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
};

/**
 * Counts a vitest run by its JSON report: a file that did not even load counts as one failure, and so does a run
 * that failed as a whole (an unhandled error, no report) without a failing test.
 */
export const tallyReport = (file: string, exitCode: number | undefined): Tally => {
  if (!existsSync(file)) return asOne(false);
  const tally = tallyOf(JSON.parse(readFileSync(file, 'utf8')) as Report);
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
};
