import { describe, expect, it } from 'vitest';
import { createPatience, isImpatience } from './patience.ts';

const never = () => new Promise<never>(() => undefined);
/** How long was waited in vain. */
const waited = (patience: ReturnType<typeof createPatience>) =>
  patience.wait(never()).catch((error: unknown) => [isImpatience(error), (error as Error).message]);

describe('patience', () => {
  it('doubles when it was not enough, up to its limit, and goes back when answers come', async () => {
    let time = 0;
    const patience = createPatience({ firstMs: 2, limitMs: 7 }, () => time);
    const inVain = [await waited(patience), await waited(patience), await waited(patience)];
    expect(inVain).toEqual([2, 4, 7].map((ms) => [true, `There was no answer within ${ms} ms.`]));
    expect(await patience.wait(Promise.resolve('here'))).toBe('here');
    expect(await waited(patience)).toEqual([true, 'There was no answer within 2 ms.']);
    const late = Promise.withResolvers<void>();
    const waiting = patience.wait(late.promise);
    time += 1.5;
    late.resolve();
    await waiting;
    expect(await waited(patience)).toEqual([true, 'There was no answer within 6 ms.']);
  });

  it('passes a failure on as it is', async () => {
    const failed = await createPatience({ firstMs: 1_000, limitMs: 1_000 })
      .wait(Promise.reject(new TypeError('no')))
      .catch((error: unknown) => error);
    expect(failed).toEqual(new TypeError('no'));
    expect(isImpatience(failed)).toBe(false);
  });
});
