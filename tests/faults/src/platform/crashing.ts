import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@yimen/local';
import { request } from 'undici';
import type { CrashPoint } from './crash-points.ts';
import type { Stage } from './stage.ts';

const CRASH_LIMIT_MS = 30_000;
const BACK_LIMIT_MS = 60_000;
const LOOK_MS = 50;

/** Lets a service die at a place that its work brings it to, and waits until its supervisor has it up again. */
export const dieAt = async (stage: Stage, service: ServiceName, point: CrashPoint, pass = 1): Promise<void> => {
  const board = stage.board(service);
  const before = board.crashes();
  board.crashAt(point, pass);
  await until(() => board.crashes() > before, CRASH_LIMIT_MS, `${service} never came by ${point}.`);
  await until(() => isReady(stage, service), BACK_LIMIT_MS, `${service} did not come back.`);
};

const isReady = async ({ stack }: Stage, service: ServiceName): Promise<boolean> => {
  const answer = await request(`${stack.urls.services[service]}/ready`).catch(() => undefined);
  await answer?.body.dump();
  return answer?.statusCode === 200;
};

/** Asks until it is so; throws the sentence when it takes too long. */
export const until = async (
  isSo: () => boolean | Promise<boolean>,
  limitMs: number,
  sentence: string,
): Promise<void> => {
  for (const end = performance.now() + limitMs; !(await isSo()); await pause(LOOK_MS))
    if (performance.now() > end) throw new Error(sentence);
};
