import { Outage } from '@yimen/kernel';
import { generateServiceKey } from '@yimen/personal-data';
import { beforeEach, describe, expect, it } from 'vitest';
import { createGatewayKeys } from './gateway-keys.ts';

const [first, second] = [generateServiceKey().publicJwk, generateServiceKey().publicJwk];
let now = 0;
let asked = 0;
let answer: (() => Promise<typeof first>) | undefined;
beforeEach(() => {
  [now, asked, answer] = [1, 0, async () => first];
});
const keys = () =>
  createGatewayKeys(
    async () => {
      asked += 1;
      if (!answer) throw new Outage('away');
      return answer();
    },
    () => now,
  );
/** Until what was asked has been answered. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the key of the gateway', () => {
  it('is asked for once by all who need it at the same time, and is at hand when the answer is there', async () => {
    const { newest } = keys();
    const early = await Promise.allSettled([newest(), newest()]);
    expect(early.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await settled();
    expect(await newest()).toEqual(first);
    expect(asked).toBe(1);
  });

  it('is asked for anew after a while, and the one of before serves until the answer is there', async () => {
    const { newest } = keys();
    newest().catch(() => {});
    await settled();
    answer = async () => second;
    now += 300_000;
    expect(await newest()).toEqual(first);
    await settled();
    expect(await newest()).toEqual(second);
  });

  it('serves on while the gateway is away', async () => {
    const { newest } = keys();
    newest().catch(() => {});
    await settled();
    answer = undefined;
    for (let i = 0; i < 5; i++) {
      now += 300_000;
      expect(await newest()).toEqual(first);
      await settled();
    }
  });

  it('is an outage at once while none is known, though the gateway is silent, and is asked for again after a pause', async () => {
    const { newest } = keys();
    const silent = Promise.withResolvers<typeof first>();
    answer = () => silent.promise;
    await expect(newest()).rejects.toBeInstanceOf(Outage);
    now += 5_000;
    await expect(newest()).rejects.toBeInstanceOf(Outage);
    expect(asked).toBe(1);
    silent.reject(new Outage('silent'));
    await settled();
    answer = async () => first;
    await expect(newest()).rejects.toBeInstanceOf(Outage);
    expect(asked).toBe(1); // the pause counts from the end of the question
    now += 1_000;
    newest().catch(() => {});
    await settled();
    expect(await newest()).toEqual(first);
  });
});
