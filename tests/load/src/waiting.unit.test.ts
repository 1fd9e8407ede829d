import { describe, expect, it } from 'vitest';
import { until } from './waiting.ts';

const patience = { tries: 100, pauseMs: 5 };

describe('a wait of a bench', () => {
  it('ends with what it waited for', async () => {
    let asked = 0;
    expect(await until(new AbortController().signal, () => (++asked < 3 ? undefined : 'here'), patience)).toBe('here');
  });

  it('ends at once when the bench is told to end', async () => {
    const ending = new AbortController();
    const waiting = until(ending.signal, () => false, { tries: 1_000, pauseMs: 1_000 });
    ending.abort(new Error('told to end'));
    await expect(waiting).rejects.toThrow('told to end');
    await expect(until(ending.signal, () => true, patience)).rejects.toThrow('told to end');
  });
});
