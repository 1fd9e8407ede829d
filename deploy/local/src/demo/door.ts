import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Obstacle } from '../servers/obstacle.ts';

/** An answer of the gateway. */
export interface Answer<Body> {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: Body;
}

/** The gateway's REST door as one caller sees it: what a front end would do, and nothing else. */
export interface Door {
  /** With an ETag it waits for news: 304 when none came. */
  readonly read: <Body>(path: string, etag?: string) => Promise<Answer<Body>>;
  /** A command with a fresh idempotency key; a problem is answered, not thrown. */
  readonly command: <Body>(path: string, body?: object) => Promise<Answer<Body>>;
}

const WAIT_S = 10;
const ANSWER_MS = 60_000;
const TRIES = 20;

const answerOf = async <Body>(response: Response): Promise<Answer<Body>> => {
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? undefined,
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  };
};

/** Opens the door with an access token. Who is told to come again later does, with the same idempotency key. */
export const openDoor = (gateway: string, token: string): Door => {
  const ask = async <Body>(path: string, init: RequestInit, more: Record<string, string>): Promise<Answer<Body>> => {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', 'accept-language': 'zh', ...more };
    for (let tries = 1; ; tries++) {
      const response = await fetch(gateway + path, { ...init, headers, signal: AbortSignal.timeout(ANSWER_MS) });
      if (response.status !== 503 || tries === TRIES) return answerOf<Body>(response);
      await response.body?.cancel();
      await pause(Number(response.headers.get('retry-after') ?? 1) * 1_000);
    }
  };
  return {
    read: (path, etag) => ask(path, {}, etag === undefined ? {} : { 'if-none-match': etag, prefer: `wait=${WAIT_S}` }),
    command: (path, body) =>
      ask(
        path,
        { method: 'POST', ...(body ? { body: JSON.stringify(body) } : {}) },
        { 'idempotency-key': randomUUID(), ...(body ? { 'content-type': 'application/json' } : {}) },
      ),
  };
};

/** The body of a good answer; anything else ends the demo with what the gateway said. */
export const good = <Body>({ status, body }: Answer<Body>, what: string): Body => {
  if (status >= 200 && status < 300) return body;
  throw new Obstacle(`${what} was answered with ${status}: ${JSON.stringify(body)}`);
};
