import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { until } from '../platform/crashing.ts';
import type { Stage } from '../platform/stage.ts';
import type { Fault } from './fault.ts';
import { alwaysAnswered, cleanRefusalsOnly } from './holds.ts';

const run = promisify(execFile);
/** Files end here as on a full disk. */
const FULL_BYTES = 65_536;
const FULL_LIMIT_MS = 30_000;
const FULL_MS = 10_000;
/** What is acknowledged too early is lost only with luck: each death is another chance to see it. */
const KILLS = 3;
/** Its supervisor waits for a second before it starts it again, and must have seen by then that nobody wants it. */
const SHORTEST_MS = 2_000;

/** Elsewhere nobody can be told where their files end: a full disk is not played there, and no title says that it was. */
const CAN_FILL = process.platform === 'linux';

/** The store dies, freezes and finds its disk full; nobody is told of a case that is not durable. */
export const F9: Fault = {
  name: 'F9',
  title: `MongoDB killed under load, frozen for 10 s${CAN_FILL ? ', disk full for 10 s' : ''}`,
  convergeMs: 45_000, // sessions of readers and what waits behind them must come back first
  strike: async ({ stage, length, say }) => {
    const { stack } = stage;
    const times = Math.max(1, Math.round(KILLS * length));
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
    await fullDisk(stage, FULL_MS * length, say);
  },
  alsoHolds: (evidence) => [...alwaysAnswered('F9', evidence), ...cleanRefusalsOnly('F9', evidence)],
};

/** The store finds its disk full, dies of it, and cannot be started again for so long; elsewhere than on Linux it says that it was not played. */
export const fullDisk = async (stage: Stage, forMs: number, say: (sentence: string) => void): Promise<void> => {
  if (!CAN_FILL) return say('disk full: not played here, files end where they should on Linux only');
  const { stack } = stage;
  const pid = Number(readFileSync(join(stack.stateDir, 'data', 'mongodb', 'mongod.lock'), 'utf8'));
  stage.mayEnd('mongodb');
  await run('prlimit', ['--pid', String(pid), `--fsize=${FULL_BYTES}:${FULL_BYTES}`]);
  await until(() => !isThere(pid), FULL_LIMIT_MS, 'MongoDB never noticed that its disk is full.');
  await stack.kill('mongodb'); // while the disk is full it would only die again
  say('MongoDB died of a full disk');
  await pause(Math.max(SHORTEST_MS, forMs));
  await stack.restart('mongodb');
};

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
