import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../entry.ts';
import type { StoredFile } from '../store/document.ts';
import { fileIt, hear, writeFor } from '../testing/store-contract.ts';
import { verifyHistory } from './verify.ts';

const fileWith = (words: readonly string[]): StoredFile =>
  words.reduce((file, word) => writeFor('p1', file, hear(word)).after, writeFor('p1', undefined, fileIt('A')).after);
const verify = (history: readonly Entry[], file: StoredFile) => verifyHistory({ id: 'p1', history, head: file.head });
const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 6 });

describe('a history', () => {
  it('is whole as it was written, and after a way through text', () => {
    fc.assert(
      fc.property(words, (said) => {
        const file = fileWith(said);
        expect(verify(file.history, file)).toBeUndefined();
        expect(verify(JSON.parse(JSON.stringify(file.history)), file)).toBeUndefined();
      }),
    );
  });

  it('is found broken when an entry is changed, removed, repeated or moved, at the beginning, the middle or the end', () => {
    const change = fc.constantFrom('change', 'remove', 'repeat', 'move', 'cut', 'at', 'by');
    fc.assert(
      fc.property(words, fc.nat(), change, (said, at, how) => {
        const file = fileWith(said);
        expect(verify(tamper(file.history, at % file.history.length, how), file)).toBeDefined();
      }),
    );
  });

  it('is found broken under another id, and when it does not go on from its base', () => {
    const file = fileWith(['a', 'b']);
    expect(verifyHistory({ id: 'p2', history: file.history })).toEqual({ n: 1, problem: 'link' });
    const base = { n: 2, hash: file.history[1]?.hash ?? '' };
    expect(verifyHistory({ id: 'p1', history: file.history.slice(2), base, head: file.head })).toBeUndefined();
    expect(verifyHistory({ id: 'p1', history: file.history.slice(2), base: { n: 2, hash: 'x' } })).toBeDefined();
  });
});

const tamper = (history: readonly Entry[], i: number, how: string): readonly Entry[] => {
  const entries = [...history];
  const [entry] = entries.slice(i, i + 1);
  if (!entry) throw new Error('There is no such entry.');
  const put = (changed: Entry) => entries.with(i, changed);
  if (how === 'change') return put({ ...entry, data: { ...entry.data, forged: true } });
  if (how === 'at') return put({ ...entry, at: '2020-01-01T00:00:00.000Z' });
  if (how === 'by') return put({ ...entry, by: { ...entry.by, subject: 'somebody else' } });
  if (how === 'remove') return entries.toSpliced(i, 1);
  if (how === 'repeat') return entries.toSpliced(i, 0, entry);
  if (how === 'cut') return entries.slice(0, -1);
  return entries.length === 1 ? [] : [...entries.slice(1), ...entries.slice(0, 1)];
};
