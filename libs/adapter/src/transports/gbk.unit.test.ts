import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallFailed } from './call-failed.ts';
import { decodeText, encodeText } from './gbk.ts';

describe('text on a GBK wire', () => {
  it('has the bytes that GB 2312 and GBK give it', () => {
    expect(encodeText('佛山 A', 'gbk').toString('hex')).toBe('b7f0c9bd2041');
    expect(encodeText('镕喆龍', 'gbk').toString('hex')).toBe('e94686b4fd88');
  });

  it('comes back unchanged, or is not sent at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        try {
          expect(decodeText(encodeText(text, 'gbk'), 'gbk')).toBe(text);
        } catch (error) {
          expect(error).toBeInstanceOf(CallFailed);
          expect(error).toMatchObject({ kind: 'unintelligible', mayHaveLanded: false });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['𠮷', '䶮', '100 €', '☃', '\ue000'])(
    'refuses what GBK lacks rather than send a question mark: %s',
    (text) => {
      expect(() => encodeText(text, 'gbk')).toThrow(CallFailed);
    },
  );

  it('is refused when its bytes are of another encoding', () => {
    expect(() => decodeText(Buffer.from('b7f0c9bd', 'hex'), 'utf-8')).toThrow('the reply is not UTF-8');
    expect(() => decodeText(Buffer.from([0x81, 0xff]), 'gbk')).toThrow('the reply is not GBK');
  });
});
