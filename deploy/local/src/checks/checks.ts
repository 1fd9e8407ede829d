import { join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from '../places.ts';
import { temporaryFolder } from '../servers/warden.ts';
import type { STATIC } from './choice.ts';
import { asOne, type Tally, tallyFaults, tallyReport } from './report.ts';

const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', name);

const COMMANDS: Readonly<Record<(typeof STATIC)[number], readonly [string, ...string[]]>> = {
  types: ['tsc', '-p', '.'],
  lint: ['biome', 'check', '--diagnostic-level=warn', '--max-diagnostics=50', '.'],
  unused: ['knip', '--no-progress', '--no-config-hints'],
};

/** What each check is called for people. */
export const TITLES: Readonly<Record<(typeof STATIC)[number], string>> = {
  types: 'Type check',
  lint: 'Lint and format',
  unused: 'Unused code and undeclared imports',
};

/** Runs one static check; what it says is shown only when it fails. */
export const runCheck = async (name: (typeof STATIC)[number], signal: AbortSignal): Promise<Tally> => {
  const [program, ...args] = COMMANDS[name];
  const result = await execa(bin(program), args, { cwd: ROOT, reject: false, all: true, cancelSignal: signal });
  if (result.failed) console.log(result.all.trim());
  return asOne(!result.failed);
};

/** Plays the short selection of faults; every round and every mutant counts as one. */
export const runFaults = async (signal: AbortSignal): Promise<Tally> => {
  const result = await execa(process.execPath, [join(ROOT, 'tests/faults/src/main.ts'), '--short'], {
    cwd: ROOT,
    reject: false,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning' },
    cancelSignal: signal,
  });
  return tallyFaults(result.stdout, result.exitCode);
};

/** One run of vitest. */
export interface TestRun {
  readonly projects: readonly string[];
  readonly paths: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs tests with live progress and counts them. */
export const runTests = async ({ projects, paths, env }: TestRun, signal: AbortSignal): Promise<Tally> => {
  const folder = temporaryFolder('test');
  const report = join(folder.path, 'report.json');
  const args = ['run', '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const chosen = projects.flatMap((project) => ['--project', project]);
  const vitest = execa(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...args, ...chosen, ...paths], {
    cwd: ROOT,
    reject: false,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...env, NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning' },
    extendEnv: false,
    cancelSignal: signal,
  });
  const { exitCode } = await vitest;
  const tally = tallyReport(report, exitCode);
  folder.remove();
  return tally;
};
