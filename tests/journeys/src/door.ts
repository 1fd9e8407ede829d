import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import type { Case } from './words.ts';

/** What a front end sees of an answer. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly etag: string | undefined;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';
type Headers = Readonly<Record<string, string>>;

/** One caller at the gateway's REST door. */
export interface Door {
  readonly get: <Body>(path: string, headers?: Headers) => Promise<Answer<Body>>;
  readonly post: <Body>(path: string, body?: object, headers?: Headers) => Promise<Answer<Body>>;
  readonly put: <Body>(path: string, body: object) => Promise<Answer<Body>>;
  readonly patch: <Body>(path: string, body: object, headers: Headers) => Promise<Answer<Body>>;
}

/** A clean 503 says when to come again; a front end does, with the same key. */
const COME_AGAIN_LIMIT = 30;

/** The door as `token`'s owner sees it; each command carries a fresh idempotency key unless one is given. */
export const openDoor = (url: string, token?: string): Door => {
  const once = async <Body>(method: Method, path: string, headers: Headers, body: string | null) => {
    const answer = await request(`${url}${path}`, {
      method,
      headers: { ...headers },
      body,
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
    });
    const text = await answer.body.text();
    const seen: Answer<Body> = {
      status: answer.statusCode,
      body: text === '' ? undefined : JSON.parse(text),
      etag: answer.headers['etag']?.toString(),
    };
    return { seen, retryAfterS: Number(answer.headers['retry-after'] ?? Number.NaN) };
  };
  const ask = async <Body>(method: Method, path: string, body?: object, extra: Headers = {}): Promise<Answer<Body>> => {
    const headers = {
      accept: 'application/json',
      'accept-language': 'en',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
      ...extra,
    };
    for (let tries = 1; ; tries++) {
      const { seen, retryAfterS } = await once<Body>(method, path, headers, body ? JSON.stringify(body) : null);
      if (seen.status !== 503 || !(retryAfterS >= 0) || tries === COME_AGAIN_LIMIT) return seen;
      await new Promise((resolve) => setTimeout(resolve, retryAfterS * 1000));
    }
  };
  return {
    get: (path, headers) => ask('GET', path, undefined, headers),
    post: (path, body, headers) => ask('POST', path, body, headers),
    put: (path, body) => ask('PUT', path, body),
    patch: (path, body, headers) => ask('PATCH', path, body, headers),
  };
};

/** Follows a case by long polls until `done`, at most `tries` answers; what was seen last is thrown when it never comes. */
export const watch = async (door: Door, id: string, done: (seen: Case) => boolean, tries = 60): Promise<Case> => {
  let etag: string | undefined;
  let last: Case | undefined;
  for (let i = 0; i < tries; i++) {
    const answer = await door.get<Case>(`/cases/${id}`, {
      prefer: 'wait=5',
      ...(etag ? { 'if-none-match': etag } : {}),
    });
    if (answer.status === 304) continue;
    if (answer.status !== 200) throw new Error(`watching ${id}: ${answer.status} ${JSON.stringify(answer.body)}`);
    last = answer.body;
    etag = answer.etag;
    if (done(last)) return last;
  }
  throw new Error(`the case never came to what was waited for; last seen: ${JSON.stringify(last)}`);
};
