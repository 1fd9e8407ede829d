import { Outage } from '@yimen/kernel';
import { generateServiceKey } from '@yimen/personal-data';
import { beforeEach, describe, expect, it } from 'vitest';
import { createGatewayKeys } from './gateway-keys.ts';

const [first, second] = [generateServiceKey().publicJwk, generateServiceKey().publicJwk];
let now = 0;
let asked = 0;
let answer: typeof first | undefined;
beforeEach(() => {
  [now, asked, answer] = [1, 0, first];
});
const keys = () =>
  createGatewayKeys(
    async () => {
      asked += 1;
      if (!answer) throw new Outage('away');
      return answer;
    },
    () => now,
  );

describe('the key of the gateway', () => {
  it('is asked for once by all who need it at the same time', async () => {
    const { newest } = keys();
    expect(await Promise.all([newest(), newest()])).toEqual([first, first]);
    expect(await newest()).toEqual(first);
    expect(asked).toBe(1);
  });

  it('is asked for anew after a while, and the one of before serves until the answer is there', async () => {
    const { newest } = keys();
    await newest();
    answer = second;
    now += 300_000;
    expect(await newest()).toEqual(first);
    expect(await newest()).toEqual(second);
  });

  it('serves on while the gateway is away', async () => {
    const { newest } = keys();
    await newest();
    answer = undefined;
    for (let i = 0; i < 5; i++) {
      now += 300_000;
      expect(await newest()).toEqual(first);
    }
  });

  it('is an outage while none is known, which nobody waits for again at once', async () => {
    const { newest } = keys();
    answer = undefined;
    await expect(newest()).rejects.toThrow('away');
    await expect(newest()).rejects.toBeInstanceOf(Outage);
    expect(asked).toBe(1);
    answer = first;
    now += 1_000;
    expect(await newest()).toEqual(first);
  });
});
