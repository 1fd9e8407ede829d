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

/** Keeps `connections` connections to one service. */
export const connect = (url: string, connections: number): Client => {
  const pool = new Pool(url, { connections, pipelining: 1 });
  let calls = 0;
  return {
    call: async (method, path, { token, body, wait }) => {
      calls += 1;
      const headers: Record<string, string> = { authorization: `Bearer ${token}` };
      if (method === 'POST') headers['idempotency-key'] = randomUUID();
      if (body !== undefined) headers['content-type'] = 'application/json';
      if (wait !== undefined) headers['prefer'] = `wait=${wait}`;
      const answer = await pool.request({ method, path, headers, body: body ?? null });
      const text = await answer.body.text();
      return { status: answer.statusCode, body: text === '' ? {} : JSON.parse(text) };
    },
    calls: () => calls,
    close: () => pool.close(),
  };
};

/** The smallest figure that `share` of all figures do not exceed. */
export const percentile = (figures: readonly number[], share: number): number => {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};
