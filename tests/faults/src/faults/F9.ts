import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Evidence, Violation } from '../checker/evidence.ts';
import type { Stage } from '../platform/stage.ts';
import { neverWithoutAnswer } from './F11.ts';
import type { Fault } from './fault.ts';

const run = promisify(execFile);
/** Files end here as on a full disk. */
const FULL_BYTES = 65_536;

/** The store dies, freezes and finds its disk full; nobody is told of a case that is not durable. */
export const F9: Fault = {
  name: 'F9',
  title: 'MongoDB killed under load, frozen for 10 s, disk full',
  convergeMs: 45_000,
  strike: async ({ stage, length, say }) => {
    const { stack } = stage;
    const times = Math.max(1, Math.round(2 * length));
    for (let time = 0; time < times; time++) {
      await stack.kill('mongodb');
      say('MongoDB killed');
      await pause(2_000);
      await stack.restart('mongodb');
      await pause(3_000);
    }
    stack.signal('mongodb', 'SIGSTOP');
    say('MongoDB frozen');
    await pause(10_000 * length);
    stack.signal('mongodb', 'SIGCONT');
    await pause(3_000);
    // elsewhere nobody can be told where their files end
    if (process.platform !== 'linux') return;
    await fillDisk(stage);
    say('the disk of MongoDB is full');
    await pause(6_000);
    await stack.restart('mongodb');
  },
  alsoHolds: (evidence) => [...neverWithoutAnswer('F9', evidence), ...cleanRefusalsOnly('F9', evidence)],
};

const fillDisk = async ({ stack }: Stage): Promise<void> => {
  const pid = readFileSync(join(stack.stateDir, 'data', 'mongodb', 'mongod.lock'), 'utf8').trim();
  await run('prlimit', ['--pid', pid, `--fsize=${FULL_BYTES}:${FULL_BYTES}`]);
};

/** What the platform cannot do now it says so: 503 and when to come again, and nothing worse. */
export const cleanRefusalsOnly = (invariant: string, { lines }: Evidence): readonly Violation[] =>
  lines
    .filter(({ status = 0, retryAfterS }) => status >= 500 && !(status === 503 && retryAfterS !== undefined))
    .map(({ journey, act, status, answer }) => ({
      invariant,
      what: 'a refusal was not clean',
      evidence: { journey, act, status, answer },
    }));
