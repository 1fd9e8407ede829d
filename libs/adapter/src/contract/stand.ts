import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { z } from 'zod';
import type { RawArrival } from '../arrival.ts';

const ledgerForm = z.object({
  submissions: z.array(z.object({ key: z.string() })),
  duplicates: z.number(),
  filings: z.array(z.object({ key: z.string(), words: z.record(z.string(), z.unknown()) })),
});

/** A simulated system in a test's hand. */
export interface Stand {
  /** Of the adapter. */
  readonly settings: unknown;
  /** How often a key was submitted, as the system itself counts. */
  readonly submissions: (key: string) => Promise<number>;
  /** What the system got under a key, as JSON text. */
  readonly words: (key: string) => Promise<string>;
  readonly fault: (mode: string, more?: { count?: number; ms?: number; on?: string }) => Promise<void>;
  readonly decide: (how: 'accept' | 'reject' | 'pending', code?: string) => Promise<void>;
  /** What came in at the door, for systems that push. */
  readonly arrivals: readonly RawArrival[];
  readonly close: () => Promise<void>;
}

/** A stand over the control routes of a simulator at `url`. */
export const standAt = (
  url: string,
  system: string,
  parts: { readonly settings: unknown; readonly arrivals?: readonly RawArrival[]; readonly close: () => Promise<void> },
): Stand => {
  const put = async (what: string, body: unknown): Promise<void> => {
    const reply = await request(`${url}/control/${system}/${what}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await reply.body.text();
    if (reply.statusCode >= 300) throw new Error(`the simulator refused the order: ${text}`);
  };
  const ledger = async () => {
    const reply = await request(`${url}/control/${system}/ledger`);
    return ledgerForm.parse(await reply.body.json());
  };
  return {
    settings: parts.settings,
    submissions: async (key) => (await ledger()).submissions.filter((submission) => submission.key === key).length,
    words: async (key) => JSON.stringify((await ledger()).filings.find((filing) => filing.key === key)?.words ?? {}),
    fault: (mode, more = {}) => put('faults', { mode, ...more }),
    decide: (how, code) => put('decide', code === undefined ? { how } : { how, code }),
    arrivals: parts.arrivals ?? [],
    close: parts.close,
  };
};

/** A door that keeps what is pushed and answers 200: where a simulator's call-backs go in a test. */
export const openDoor = async (): Promise<{ url: string; arrivals: RawArrival[]; close: () => Promise<void> }> => {
  const arrivals: RawArrival[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    arrivals.push({
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
      body: Buffer.concat(chunks),
      now: Date.now(),
    });
    outgoing.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
