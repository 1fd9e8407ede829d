import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { benchGrowth } from './growth/growth.ts';
import { benchIntake } from './intake/intake.ts';
import { benchJoint } from './joint/joint.ts';
import { benchMix } from './mix/mix.ts';
import { benchSpike } from './overload/spike.ts';
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

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    counts: { type: 'string', default: '0,100000,1000000' },
    processes: { type: 'string', default: '1,2,3' },
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

const [name = ''] = positionals;
const bench = BENCHES[name];
const seconds = Number(values.seconds ?? bench?.seconds);
const rounds = Number(values.rounds ?? bench?.rounds);
const processes = values.processes.split(',').map(Number);
const knee = Number(values.knee ?? 0);
const counts = values.counts.split(',').map(Number);

if (name === PAGE) {
  drawResults();
  process.exit(0);
}
if (!bench || !(seconds >= 1) || !(rounds >= 1) || [...counts, ...processes].some((count) => !(count >= 0))) {
  say(
    `usage: npm run bench -- ${[...Object.keys(BENCHES), PAGE].join('|')} [--seconds N] [--rounds N] [--knee N] [--counts N,…] [--processes N,…] [--keep]`,
  );
  process.exit(2);
}

const stops: (() => Promise<void>)[] = [];
const endEarly = async (signal: NodeJS.Signals): Promise<void> => {
  say(`${signal}: stopping what was started …`);
  await Promise.allSettled(stops.map((stop) => stop()));
  process.exit(130);
};
process.once('SIGINT', endEarly);
process.once('SIGTERM', endEarly);

const record = openRecord({ seconds, rounds }, values.keep);
const findings = await bench.run({
  seconds,
  rounds,
  counts,
  processes,
  ...(knee > 0 ? { knee } : {}),
  say,
  started: (stop) => stops.push(stop),
});
say(`kept: ${record.write(findings)}`);
if (values.keep) drawResults();
process.stdout.write(`${JSON.stringify(findings.line)}\n`);
process.exit(0);
