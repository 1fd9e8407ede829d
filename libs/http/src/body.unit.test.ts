import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createJsonReader } from './body.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const limits = { depth: 8, listLength: 10, bodyBytes: 20, arrivalMs: 1_000, arrivingBytes: 30 };

/** A request whose body comes as it is written. */
const coming = () => {
  const body = new PassThrough();
  return { body, request: Object.assign(body, { headers: {} }) as unknown as IncomingMessage };
};

describe('a JSON body on its way', () => {
  it('is read when it has come whole, and no clock goes on', async () => {
    const { body, request } = coming();
    body.end('[1]');
    expect(await createJsonReader(limits)(request)).toEqual({ value: [1], bytes: 3 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is refused when it is not there in time, however steadily it comes, and its line is not kept', async () => {
    const { body, request } = coming();
    const read = createJsonReader(limits)(request);
    for (const byte of '[1,2,') {
      body.write(byte);
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(await read).toMatchObject({ refusal: 'body-too-slow', headers: { Connection: 'close' } });
  });

  it('is refused when too much has come of others that are on their way, too, until those are there', async () => {
    const read = createJsonReader(limits);
    const [long, other, later] = [coming(), coming(), coming()];
    const reading = read(long.request);
    const begun = once(long.body, 'data');
    long.body.write(`"${'x'.repeat(17)}`);
    await begun;
    other.body.end(`"${'x'.repeat(14)}"`);
    expect(await read(other.request)).toMatchObject({ refusal: 'overloaded' });
    long.body.end('"');
    expect(await reading).toMatchObject({ bytes: 19 });
    later.body.end(`"${'x'.repeat(14)}"`);
    expect(await read(later.request)).toMatchObject({ bytes: 16 });
  });
});
