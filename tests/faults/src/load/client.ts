import { setTimeout as pause } from 'node:timers/promises';
import { Agent, FormData, request } from 'undici';
import type { Act, Diary, Line } from './diary.ts';

/** One thing that a front end wants done. */
export interface Wish {
  readonly journey: string;
  readonly act: Act;
  readonly about?: string;
  /** The demo user. */
  readonly by: string;
  /** Of whoever is asked this time. */
  readonly url: () => string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  /** Of commands: the same at every try. */
  readonly key?: string;
  readonly body?: object | FormData;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a file: SHA-256, hex. */
  readonly digest?: string;
  /** Answers that only mean "not yet". */
  readonly notYet?: readonly number[];
  /** Answers that are taken as they are. */
  readonly lawful?: readonly number[];
}

/** What was heard in the end. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly etag: string | undefined;
}

/** Front ends that ask until they hear. */
export interface Client {
  /** Asks, and asks again with the same key while nothing clear was heard; `undefined` when patience has ended. */
  readonly wish: (wish: Wish) => Promise<Answer | undefined>;
  /** From now on nobody tries again. */
  readonly giveUp: () => void;
  readonly close: () => Promise<void>;
}

const LIMIT_MS = 20_000;
const PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 2_000;
const TOKEN_MS = 120_000;

/** Nothing was decided, or nobody knows: the same key again. */
const UNCLEAR: readonly number[] = [429, 502, 503, 504];

const isClear = (status: number, { lawful = [], notYet = [] }: Wish): boolean =>
  lawful.includes(status) || !(UNCLEAR.includes(status) || notYet.includes(status));

/** Front ends do not queue for each other: in a flood, and while many wait for news, what is measured is the platform. */
const CONNECTIONS = 2_000;
const CONNECTIONS_OF_STRANGER = 16;

/**
 * The tracker counts tries by address; applicants come from many, so that not even a flood fills the count of one. Only
 * Linux answers on all of 127.0.0.0/8 unasked; elsewhere all come from one address, and soon see nothing of the tracker.
 */
export const ADDRESSES = process.platform === 'linux' ? 4_000 : 1;
const ADDRESSES_OF_NET = 250;
/** A stranger comes again too seldom to keep a connection for. */
const STRANGER_STAYS_MS = 2_000;

const addressOf = (n: number): string => `127.0.${Math.floor(n / ADDRESSES_OF_NET)}.${(n % ADDRESSES_OF_NET) + 1}`;

/** Opens the front ends of one load. */
export const openClient = (tokens: (user: string) => Promise<string>, diary: Diary): Client => {
  const limits = { pipelining: 1, headersTimeout: LIMIT_MS, bodyTimeout: LIMIT_MS };
  const agent = new Agent({ ...limits, connections: CONNECTIONS });
  const strangers = new Map<number, Agent>();
  let strangersCame = 0;
  const known = new Map<string, { readonly token: Promise<string>; readonly at: number }>();
  let patient = true;

  const strangerOf = (n: number): Agent => {
    const known = strangers.get(n);
    if (known) return known;
    const stays = { keepAliveTimeout: STRANGER_STAYS_MS, keepAliveMaxTimeout: STRANGER_STAYS_MS };
    const own = { connections: CONNECTIONS_OF_STRANGER, localAddress: addressOf(n) };
    const fresh = new Agent({ ...limits, ...stays, ...own });
    strangers.set(n, fresh);
    return fresh;
  };
  const tokenOf = (user: string): Promise<string> => {
    const held = known.get(user);
    if (held && performance.now() - held.at < TOKEN_MS) return held.token;
    const token = tokens(user);
    known.set(user, { token, at: performance.now() });
    token.catch(() => known.delete(user));
    return token;
  };

  const once = async (wish: Wish) => {
    const { method, url, path, key, body } = wish;
    const form = body instanceof FormData;
    const answer = await request(`${url()}${path}`, {
      method,
      dispatcher: wish.by === '' ? strangerOf(strangersCame++ % ADDRESSES) : agent,
      headers: {
        accept: 'application/json',
        ...(wish.by === '' ? {} : { authorization: `Bearer ${await tokenOf(wish.by)}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(body && !form ? { 'content-type': 'application/json' } : {}),
        ...wish.headers,
      },
      body: form ? body : body ? JSON.stringify(body) : null,
    });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      body: text === '' ? {} : (JSON.parse(text) as Answer['body']),
      etag: answer.headers['etag']?.toString(),
      retryAfterS: answer.headers['retry-after'] === undefined ? undefined : Number(answer.headers['retry-after']),
    };
  };

  return {
    wish: async (wish) => {
      for (let attempt = 1; patient; attempt++) {
        const started = performance.now();
        const heard = await once(wish).catch((error: unknown) => ({ error: String(error) }));
        diary.write(lineOf(wish, attempt, performance.now() - started, heard));
        const waitMs = Math.min(LONGEST_PAUSE_MS, PAUSE_MS * attempt);
        if (!('error' in heard) && isClear(heard.status, wish)) return heard;
        await pause('error' in heard ? waitMs : Math.min(LONGEST_PAUSE_MS, (heard.retryAfterS ?? 0) * 1_000 || waitMs));
      }
      return undefined;
    },
    giveUp: () => {
      patient = false;
    },
    close: async () => {
      await Promise.all([agent, ...strangers.values()].map((one) => one.destroy()));
    },
  };
};

type Heard = { readonly error: string } | (Answer & { readonly retryAfterS: number | undefined });

const lineOf = (wish: Wish, attempt: number, ms: number, heard: Heard): Line => ({
  at: Date.now(),
  ms: Math.round(ms),
  journey: wish.journey,
  act: wish.act,
  ...(wish.about === undefined ? {} : { about: wish.about }),
  by: wish.by,
  ...(wish.key === undefined ? {} : { key: wish.key }),
  attempt,
  ...(wish.digest === undefined ? {} : { digest: wish.digest }),
  ...(wish.act === 'file' ? { asked: wish.body as Record<string, unknown> } : {}),
  ...('error' in heard
    ? { error: heard.error }
    : {
        status: heard.status,
        answer: heard.body,
        ...(heard.etag === undefined ? {} : { etag: heard.etag }),
        ...(heard.retryAfterS === undefined ? {} : { retryAfterS: heard.retryAfterS }),
      }),
});
