import { describe, expect, it } from 'vitest';
import { eventually } from './eventually.ts';

describe('a condition that is waited for', () => {
  it('is asked again until it holds, and its answer is handed on', async () => {
    let asked = 0;
    expect(await eventually(() => ++asked === 3 && 'there', { pauseMs: 0 })).toBe('there');
    expect(asked).toBe(3);
  });

  it('may throw until it holds', async () => {
    let asked = 0;
    const condition = () => {
      asked += 1;
      if (asked < 3) throw new Error('not yet');
      return asked;
    };
    expect(await eventually(condition, { pauseMs: 0 })).toBe(3);
  });

  it('is given up after the last try, and says so', async () => {
    let asked = 0;
    const never = () => {
      asked += 1;
      return false;
    };
    await expect(eventually(never, { tries: 4, pauseMs: 0 })).rejects.toThrow('within 4 tries');
    expect(asked).toBe(4);
  });

  it('is given up with its own last error', async () => {
    const broken = () => {
      throw new Error('the light stays off');
    };
    await expect(eventually(broken, { tries: 2, pauseMs: 0 })).rejects.toThrow('the light stays off');
  });
});
