import { describe, expect, it } from 'vitest';
import { within } from './limit.ts';

const never = new Promise<never>(() => {});

describe('work with a limit', () => {
  it('comes to what it comes to', async () => {
    expect(await within(1_000, Promise.resolve(1))).toBe(1);
    await expect(within(1_000, Promise.reject(new Error('bad')))).rejects.toThrow('bad');
  });

  it('is given up when it takes too long', async () => {
    await expect(within(1, never)).rejects.toThrow('longer than');
  });

  it('is given up when somebody interrupts, before or meanwhile', async () => {
    await expect(within(60_000, never, AbortSignal.abort())).rejects.toThrow('interrupted');
    const stop = new AbortController();
    const given = within(60_000, never, stop.signal);
    stop.abort();
    await expect(given).rejects.toThrow('interrupted');
  });
});
