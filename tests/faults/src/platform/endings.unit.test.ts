import { describe, expect, it } from 'vitest';
import { supervise } from '../../../../deploy/local/src/servers/supervise.ts';
import { endingIn, unordered } from './endings.ts';

/** A program of which only the end is of interest here. */
const programThatEnds = (ended: Promise<void>) => ({
  ...{ name: 'window', pid: 1, logFile: 'window.log', ended },
  ending: () => 'exit code 7',
  stop: async () => {},
  kill: async () => {},
  signal: () => {},
});

describe('a program that ends by itself', () => {
  it('is heard of in the words of its supervisor', async () => {
    const told = Promise.withResolvers<string>();
    const end = Promise.withResolvers<void>();
    const part = await supervise(async () => programThatEnds(end.promise), told.resolve);
    end.resolve();
    expect(endingIn(await told.promise)).toMatchObject({ name: 'window' });
    await part.stop();
  });

  it('is not what other sentences tell of', () => {
    expect(endingIn('window is back.')).toBeUndefined();
  });

  const endings = [1, 2].map((n) => ({ name: 'window', sentence: `window ended (${n}) and is started again` }));

  it('is left out as often as it was ordered to end', () => {
    expect(unordered(endings, () => 0)).toHaveLength(2);
    expect(unordered(endings, () => 1)).toHaveLength(1);
    expect(unordered(endings, () => 2)).toEqual([]);
  });

  it('is never ordered to be given up', () => {
    const given = { name: 'window', sentence: 'window ended 6 times and is given up' };
    expect(unordered([...endings, given], () => 9)).toEqual([given]);
  });
});
