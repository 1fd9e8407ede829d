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

/** The door as `token`'s owner sees it; each command carries a fresh idempotency key unless one is given. */
export const openDoor = (url: string, token?: string): Door => {
  const ask = async <Body>(
    method: Method,
    path: string,
    body?: object,
    headers: Headers = {},
  ): Promise<Answer<Body>> => {
    const answer = await request(`${url}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'accept-language': 'en',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        ...headers,
      },
      body: body ? JSON.stringify(body) : null,
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
    });
    const text = await answer.body.text();
    const etag = answer.headers['etag'];
    return { status: answer.statusCode, body: text === '' ? undefined : JSON.parse(text), etag: etag?.toString() };
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
