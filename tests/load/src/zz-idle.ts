import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { startStack } from '@yimen/local';
import mongoose from 'mongoose';
import { intakeBody } from './bodies.ts';
import { connect } from './driver.ts';

const names = [
  'intake-gateway',
  'social-security',
  'household-registration',
  'commerce-registration',
  'construction-permits',
] as const;
const stack = await startStack({
  only: [...names],
  settings: {
    'social-security':
      process.argv[2] === 'prof' ? { NODE_OPTIONS: '--cpu-prof --cpu-prof-interval=400 --cpu-prof-dir=/tmp/prof' } : {},
  },
});
const gw = connect(stack.urls.gateway, 32);
const clerk = await stack.tokens('demo-window-clerk');
let filed = await gw.call('POST', '/cases', { token: clerk, body: intakeBody });
while (filed.status !== 201) {
  await new Promise((r) => setTimeout(r, 200));
  filed = await gw.call('POST', '/cases', { token: clerk, body: intakeBody });
}
const cpu = () => {
  const out: Record<string, number> = {};
  for (const pid of readdirSync('/proc').filter((x) => /^\d+$/.test(x))) {
    try {
      const cmd = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ');
      const env = readFileSync(`/proc/${pid}/environ`, 'utf8');
      const m = /services\/([a-z-]+)\/src\/main|mongod|kafka\.Kafka|redis-server/.exec(cmd);
      if (!m) continue;
      if (!cmd.includes(stack.stateDir) && !env.includes(stack.stateDir)) continue;
      const st = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      out[(m[1] ?? m[0]) + ':' + pid] = (Number(st[11]) + Number(st[12])) * 10;
    } catch {}
  }
  return out;
};

await new Promise((r) => setTimeout(r, 8000));
const b = cpu();
await new Promise((r) => setTimeout(r, 20000));
const a = cpu();
for (const k of Object.keys(a)) console.log('idle', k, ((a[k]! - b[k]!) / 20).toFixed(1), 'ms/s');
await stack.stop();
process.exit(0);
