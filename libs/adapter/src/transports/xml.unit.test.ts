import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallFailed } from './call-failed.ts';
import { buildXml, parseXml } from './xml.ts';

describe('XML of a legacy system', () => {
  it('is read as text, without prefixes: a number keeps its zeros', () => {
    expect(parseXml('<?xml version="1.0"?><a:R xmlns:a="x"><code>0012</code><e/><t>true</t></a:R>')).toEqual({
      R: { code: '0012', e: '', t: 'true' },
    });
  });

  it('may write a character as a number', () => {
    expect(parseXml('<a>&#20315;&#x5c71;&amp;&lt;</a>')).toEqual({ a: '佛山&<' });
  });

  it.each([
    ['a DTD with entities', '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['broken tags', '<a><b></a>'],
    ['a page', 'Service Unavailable'],
    ['great depth', '<a>'.repeat(20_000) + '</a>'.repeat(20_000)],
  ])('is refused with %s', (_what, text) => {
    expect(() => parseXml(text)).toThrow(CallFailed);
  });

  it('cannot reach the prototype of anything', () => {
    try {
      parseXml('<a><__proto__><polluted>1</polluted></__proto__></a>');
    } catch (error) {
      expect(error).toBeInstanceOf(CallFailed);
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('comes back as it was written, whatever the text', () => {
    const text = fc.string({
      unit: fc.constantFrom('<', '>', '&', '"', "'", ']]>', '佛', '𠮷', 'a', '0', ';', 'amp;', 'lt;', '#65;'),
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, (value) => {
        expect(parseXml(buildXml({ r: { v: value } }))).toEqual({ r: { v: value } });
      }),
      { numRuns: 1_000 },
    );
  });
});
