import { describe, expect, it } from 'vitest';
import {
  climbs,
  decodeCursor,
  encodeCursor,
  etagOf,
  languageOf,
  matchRevision,
  pageOf,
  parseIfMatch,
  requestDigest,
  waitMsOf,
} from './index.ts';

describe('Accept-Language', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
    ['fr', 'zh'],
    ['fr, en;q=0.5', 'en'],
    ['en;q=0.3, zh;q=0.4', 'zh'],
    ['*', 'zh'],
  ])('%s means %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe('Prefer', () => {
  it.each([
    [undefined, 0],
    ['wait=5', 5_000],
    ['respond-async, wait=10', 10_000],
    ['Wait = 3 ; x', 3_000],
    ['wait=3600', 30_000],
    ['wait=-1', 0],
    ['await=5', 0],
  ])('%s waits %d ms', (header, ms) => {
    expect(waitMsOf(header)).toBe(ms);
  });
});

describe('a revision', () => {
  it('is read back from its own tag', () => {
    expect(etagOf(12)).toBe('"r12"');
    expect(parseIfMatch(etagOf(12))).toBe(12);
    expect(etagOf(12, 30)).toBe('"r12.30"');
    expect(parseIfMatch(etagOf(12, 30))).toBe(12);
  });

  it.each(['r12', 'W/"r12"', '*', '"r12", "r13"', '"r012"', ''])('is refused as %s', (header) => {
    expect(parseIfMatch(header)).toMatchObject({ refusal: 'revision-mismatch' });
  });

  it('that has moved on is refused, and no condition is no refusal', () => {
    expect(matchRevision(3, 4)).toMatchObject({ refusal: 'revision-mismatch' });
    expect(matchRevision(4, 4)).toBeUndefined();
    expect(matchRevision(undefined, 4)).toBeUndefined();
  });
});

describe('a cursor', () => {
  it('is read back as the position it was written from', () => {
    expect(decodeCursor(encodeCursor(['2026-11-20', 7]), ['string', 'number'])).toEqual(['2026-11-20', 7]);
  });

  it.each(['', '!', 'bm90', encodeCursor(['one']), encodeCursor(['a', 'b']), encodeCursor(['a', 1, 2])])(
    'is refused as %s when a text and a number are meant',
    (cursor) => {
      expect(decodeCursor(cursor, ['string', 'number'])).toMatchObject({ refusal: 'cursor-invalid', place: 'query' });
    },
  );

  it('is given only when there is more', () => {
    const position = (n: number) => [n];
    expect(pageOf([1, 2], 2, position)).toEqual({ rows: [1, 2] });
    expect(pageOf([1, 2, 3], 2, position)).toEqual({ rows: [1, 2], next: encodeCursor([2]) });
  });
});

describe('the digest of a request', () => {
  it('leaves absent keys out, so that they make no other digest', () => {
    expect(requestDigest({ a: 1, b: undefined })).toBe(requestDigest({ a: 1 }));
    expect(requestDigest({ a: 1 })).not.toBe(requestDigest({ a: '1' }));
  });
});

describe('a path to hand on', () => {
  it.each(['/a/../b', '/a/%2e%2e/b', '/a/.%2E', '/./a', '/a%2f..%2fb', '/a\\..\\b'])('%s climbs', (path) => {
    expect(climbs(path)).toBe(true);
  });

  it.each(['/a/b', '/a..b', '/...', '/a?x=../..'])('%s stays', (path) => {
    expect(climbs(path)).toBe(false);
  });
});
