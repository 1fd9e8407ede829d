import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';

/** An answer of a light client: the status and the parsed body. */
interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A light HTTP client of one service that counts its calls. */
export interface Client {
  readonly call: (
    method: 'GET' | 'POST',
    path: string,
    options: { token: string; body?: string; wait?: number },
  ) => Promise<Answer>;
  readonly calls: () => number;
  readonly close: () => Promise<void>;
}

/** A clean 503 says when to come again; a front end does, with the same key. */
const COME_AGAIN_LIMIT = 10;

/** Keeps `connections` connections to each process of one service; calls go to them in turn. */
export const connect = (urls: string | readonly string[], connections: number): Client => {
  const pools = [urls].flat().map((url) => new Pool(url, { connections, pipelining: 1 }));
  let calls = 0;
  return {
    call: async (method, path, { token, body, wait }) => {
      const pool = pools[calls % pools.length];
      if (!pool) throw new Error('a client of no process');
      calls += 1;
      const headers: Record<string, string> = { authorization: `Bearer ${token}` };
      if (method === 'POST') headers['idempotency-key'] = randomUUID();
      if (body !== undefined) headers['content-type'] = 'application/json';
      if (wait !== undefined) headers['prefer'] = `wait=${wait}`;
      for (let tries = 1; ; tries++) {
        const answer = await pool.request({ method, path, headers, body: body ?? null });
        const text = await answer.body.text();
        const laterS = Number(answer.headers['retry-after'] ?? Number.NaN);
        if (answer.statusCode !== 503 || !(laterS >= 0) || tries >= COME_AGAIN_LIMIT)
          return { status: answer.statusCode, body: text === '' ? {} : JSON.parse(text) };
        await new Promise((resolve) => setTimeout(resolve, laterS * 1000));
      }
    },
    calls: () => calls,
    close: async () => {
      await Promise.all(pools.map((pool) => pool.close()));
    },
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
