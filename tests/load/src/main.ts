import { parseArgs } from 'node:util';
import { benchIntake } from './intake.ts';
import { benchJoint } from './joint.ts';

const BENCHES = { intake: benchIntake, joint: benchJoint };
const isBench = (name: string | undefined): name is keyof typeof BENCHES => name !== undefined && name in BENCHES;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '15' }, rounds: { type: 'string', default: '3' } },
});
const [name] = positionals;
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
if (!isBench(name) || !(seconds >= 1) || !(rounds >= 1)) {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(BENCHES).join('|')} [--seconds N] [--rounds N]\n`);
  process.exit(2);
}
const figures = await BENCHES[name]({ seconds, rounds, say: (line) => process.stderr.write(`${line}\n`) });
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(0);
