import { compileEventValidators } from '@yimen/contracts';
import { describe, expect, it } from 'vitest';
import { createNewsReader } from './news.ts';

const reader = createNewsReader({
  validators: compileEventValidators(),
  envelopes: {
    decryptWith: () => {
      throw new Error('Nobody asks for this.');
    },
  },
  businessNow: () => 0,
  isVoid: () => false,
});

const read = (text: string) =>
  reader({
    topic: 'dossiers.commerce-registration.v1',
    partition: 0,
    offset: '0',
    key: 'k',
    value: Buffer.from(text),
    headers: {},
    timestamp: 0,
  });

describe('a message that is no event', () => {
  for (const text of ['"text"', 'null', '7', '[]', '{}', '{"type":1}', 'no JSON'])
    it(`cannot be read, so that it is put aside and seen: ${text}`, () => {
      expect(() => read(text)).toThrow();
    });
});

describe('an event of a later version', () => {
  it('is none of ours, and passes', () => {
    expect(read('{"type":"dossier.decided.v9"}')).toEqual({ is: 'unknown' });
  });
});
