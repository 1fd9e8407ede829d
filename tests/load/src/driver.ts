import { randomUUID } from 'node:crypto';
import { errors, Pool } from 'undici';
import { unlessEnded } from './waiting.ts';

/** An answer of a light client: the status and the parsed body. */
interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a client has sent so far. */
export interface Counts {
  /** Requests, those that were sent again too. */
  readonly calls: number;
  /** Answers of 503 with Retry-After. */
  readonly refused: number;
  /** Connections that broke before the answer. */
  readonly broken: number;
}

/** A light HTTP client of one service that counts what it sends. */
export interface Client {
  readonly call: (
    method: 'GET' | 'POST',
    path: string,
    options: { token: string; body?: string; wait?: number },
  ) => Promise<Answer>;
  readonly counts: () => Counts;
  readonly close: () => Promise<void>;
}

/** A clean 503 says when to come again; a front end does, with the same key. So it does when the line breaks. */
const COME_AGAIN_LIMIT = 10;
const BROKEN_AGAIN_MS = 200;

const isBroken = (error: unknown): boolean =>
  error instanceof errors.SocketError || (error instanceof Error && 'code' in error && error.code === 'ECONNRESET');

interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const headersOf = ({ token, body, wait }: { token: string; body?: string; wait?: number }, method: string) => ({
  authorization: `Bearer ${token}`,
  ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(wait === undefined ? {} : { prefer: `wait=${wait}` }),
});

/** One try: the answer, and when it was no answer or a clean refusal, after how long to come again. */
const sendOnce = async (
  pool: Pool,
  request: Sent,
): Promise<{ answer?: Answer; broken?: unknown; againMs?: number }> => {
  try {
    const { statusCode: status, headers, body } = await pool.request(request);
    const text = await body.text();
    const againMs = Number(headers['retry-after'] ?? Number.NaN) * 1000;
    return {
      answer: { status, body: text === '' ? {} : JSON.parse(text) },
      ...(status === 503 && againMs >= 0 ? { againMs } : {}),
    };
  } catch (broken) {
    if (!isBroken(broken)) throw broken;
    return { broken, againMs: BROKEN_AGAIN_MS };
  }
};

/** Keeps `connections` connections to each process of one service; calls go to them in turn, until `ending`. */
export const connect = (urls: string | readonly string[], connections: number, ending: AbortSignal): Client => {
  const pools = [urls].flat().map((url) => new Pool(url, { connections, pipelining: 1 }));
  let [turn, calls, refused, broken] = [0, 0, 0, 0];
  return {
    call: async (method, path, options) => {
      const pool = pools[turn++ % pools.length];
      if (!pool) throw new Error('a client of no process');
      const request = { method, path, headers: headersOf(options, method), body: options.body ?? null };
      for (let tries = 1; ; tries++) {
        ending.throwIfAborted();
        calls += 1;
        const { answer, againMs, ...failed } = await sendOnce(pool, request);
        if (!answer) broken += 1;
        else if (againMs !== undefined) refused += 1;
        if (answer && (againMs === undefined || tries >= COME_AGAIN_LIMIT)) return answer;
        if (tries >= COME_AGAIN_LIMIT) throw failed.broken;
        await unlessEnded(ending, new Promise((resolve) => setTimeout(resolve, againMs)));
      }
    },
    counts: () => ({ calls, refused, broken }),
    close: async () => {
      await Promise.all(pools.map((pool) => (ending.aborted ? pool.destroy() : pool.close())));
    },
  };
};

/** What several clients have sent together, or what was sent since an earlier look. */
export const sumOf = (all: readonly Counts[], before: Counts = { calls: 0, refused: 0, broken: 0 }): Counts => {
  const sum = (of: (counts: Counts) => number): number =>
    all.reduce((total, counts) => total + of(counts), 0) - of(before);
  return {
    calls: sum(({ calls }) => calls),
    refused: sum(({ refused }) => refused),
    broken: sum(({ broken }) => broken),
  };
};

/** Does `work` for every one of `all`, `atOnce` at a time. */
export const forAll = async <T>(
  all: readonly T[],
  atOnce: number,
  work: (one: T, nth: number) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < all.length) {
      const nth = next++;
      await work(all[nth] as T, nth);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker));
};
