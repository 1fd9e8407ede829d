import { request } from 'undici';
import type { World } from './system.ts';

/** A message that a system sends by itself. */
export interface Push {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const TRIES = 6;
const PAUSE_MS = 200;
const WAIT_MS = 5_000;

/** Delivers news; tries again while the door is away. Answers false when it is to be tried again another day; what is lost is lost. */
export const deliver = async (push: Push, world: World<unknown>): Promise<boolean> => {
  const fault = world.faults.meetPush();
  if (fault === 'lose-push') return true;
  const delivered = await tryOften(push, world);
  if (fault === 'duplicate-push') await tryOften(push, world);
  return delivered;
};

const tryOften = async (push: Push, world: World<unknown>): Promise<boolean> => {
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await world.work(PAUSE_MS * 2 ** tries);
    if (await tryOnce(push)) return true;
  }
  return false;
};

const tryOnce = async ({ url, headers, body }: Push): Promise<boolean> => {
  try {
    const reply = await request(url, {
      method: 'POST',
      headers,
      body,
      headersTimeout: WAIT_MS,
      bodyTimeout: WAIT_MS,
    });
    await reply.body.dump();
    return reply.statusCode < 300;
  } catch {
    return false;
  }
};
