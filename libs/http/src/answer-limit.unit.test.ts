import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inTime, late } from './answer-limit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A request as far as it has come. */
const requestOf = (come: { complete?: boolean; readableLength?: number } = {}) => {
  const request = { socket: { bytesRead: 0 }, complete: true, readableLength: 0, ...come };
  return { request: request as unknown as IncomingMessage, come: request };
};

const never = new Promise<never>(() => {});

describe('work for a request that came whole', () => {
  it('comes to what it comes to, and no clock goes on', async () => {
    const { request } = requestOf();
    expect(await inTime(Promise.resolve('done'), request, 1_000)).toBe('done');
    await expect(inTime(Promise.reject(new Error('bad')), request, 1_000)).rejects.toThrow('bad');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is late when its time has passed', async () => {
    const waiting = inTime(never, requestOf().request, 1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await waiting).toBe(late);
  });
});

describe('work for a request that is still on its way', () => {
  const listen = (waiting: Promise<unknown>) => {
    const heard: unknown[] = [];
    void waiting.then((one) => heard.push(one));
    return heard;
  };

  it('is late only when nothing more has come for so long', async () => {
    const { request, come } = requestOf({ complete: false, readableLength: 64 });
    const heard = listen(inTime(never, request, 1_000));
    for (let second = 0; second < 20; second++) {
      come.socket.bytesRead += 64;
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000); // what has come lies there, and we do not take it
    expect(heard).toEqual([late]);
  });

  it('is not late while the client is who is waited for', async () => {
    const { request, come } = requestOf({ complete: false });
    const heard = listen(inTime(never, request, 1_000));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual([]);
    come.complete = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(heard).toEqual([late]);
  });
});
