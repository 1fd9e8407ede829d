import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, BenchOptions } from './bench.ts';
import { benchGrowth } from './growth/growth.ts';
import { benchIntake } from './intake/intake.ts';
import { benchJoint } from './joint/joint.ts';
import { benchMix } from './mix/mix.ts';
import { benchSpike } from './overload/spike.ts';
import { DEFAULTS, unfitToKeep, untilQuiet } from './results/fitness.ts';
import { openRecord, RESULTS, readResults } from './results/keeping.ts';
import { drawPage } from './results/page.ts';
import { benchScale } from './scale/scale.ts';
import { benchSoak } from './soak/soak.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  intake: benchIntake,
  joint: benchJoint,
  mix: benchMix,
  growth: benchGrowth,
  spike: benchSpike,
  soak: benchSoak,
  scale: benchScale,
};
const PAGE = 'page';
const FAILED = 1;
const MISUSED = 2;
const INTERRUPTED = 130;
/** Whatever has not stopped by then after a Ctrl-C is left to the warden of the servers. */
const END_LIMIT_MS = 120_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    counts: { type: 'string', default: DEFAULTS.counts.join(',') },
    processes: { type: 'string', default: DEFAULTS.processes.join(',') },
    knee: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const drawResults = (): void => {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, 'index.html');
  writeFileSync(file, drawPage(readResults()));
  say(`drawn: ${file}`);
};

/** The first Ctrl-C ends the bench; later ones change nothing, since its stop is bounded in time. */
const listenForTheEnd = (): AbortSignal => {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (ending.signal.aborted) return;
      say(`${signal}: stopping what was started …`);
      ending.abort(new Error(`ended by ${signal}`));
      setTimeout(() => process.exit(INTERRUPTED), END_LIMIT_MS).unref();
    });
  return ending.signal;
};

/** Runs a bench to its end, keeps what it found, and answers the code to leave with. */
const runBench = async (bench: Bench, options: BenchOptions): Promise<number> => {
  const unfit = values.keep ? unfitToKeep(options, bench) : undefined;
  if (unfit) {
    say(`not run with --keep: ${unfit}`);
    return MISUSED;
  }
  try {
    if (values.keep) await untilQuiet(options);
    const record = openRecord(options);
    const findings = await bench.run(options);
    const keep = values.keep && findings.void === undefined;
    if (findings.void !== undefined) say(`this run proves nothing: ${findings.void}`);
    say(`kept: ${record.write(findings, keep)}`);
    if (keep) drawResults();
    const line = findings.void === undefined ? findings.line : { ...findings.line, void: findings.void };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return 0;
  } catch (error) {
    if (options.ending.aborted) {
      say('everything has stopped');
      return INTERRUPTED;
    }
    say(error instanceof Error ? `${error.stack}${error.cause ? `\n  because: ${error.cause}` : ''}` : String(error));
    return FAILED;
  }
};

const [name = ''] = positionals;
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
const seconds = Number(values.seconds ?? bench?.seconds);
const rounds = Number(values.rounds ?? bench?.rounds);
const knee = Number(values.knee ?? 0);
const counts = values.counts.split(',').map(Number);
const processes = values.processes.split(',').map(Number);
// an even number has no middle one
const isUsable =
  seconds >= 1 && rounds % 2 === 1 && knee >= 0 && [...counts, ...processes].every((count) => count >= 0);

if (name === PAGE) {
  drawResults();
  process.exit(0);
}
if (!bench || !isUsable) {
  say(
    `usage: npm run bench -- ${[...Object.keys(BENCHES), PAGE].join('|')} [--seconds N] [--rounds 1|3|5|…] [--knee N] [--counts N,…] [--processes N,…] [--keep]`,
  );
  process.exit(MISUSED);
}
const ending = listenForTheEnd();
process.exit(await runBench(bench, { seconds, rounds, counts, processes, ...(knee > 0 ? { knee } : {}), say, ending }));
