import { describe, expect, it } from 'vitest';
import { readDocument, timestampOf } from './bson.ts';
import { type Document, driver, type Timestamp } from './driver.ts';

const bytesOf = (document: Document): Uint8Array => driver.BSON.serialize(document);

describe('a document in the server’s own form', () => {
  it('is read field by field, each at its own depth', () => {
    const bytes = bytesOf({ o: { ts: timestampOf({ t: 1, i: 1 }) }, ts: timestampOf({ t: 4_294_967_295, i: 7 }) });
    const { o, ts } = readDocument(bytes) as { readonly o: { readonly ts: Timestamp }; readonly ts: Timestamp };
    expect([o.ts.t, o.ts.i, ts.t, ts.i]).toEqual([1, 1, 4_294_967_295, 7]);
  });

  it('is read whatever its text is made of', () => {
    const bytes = bytesOf({ text: 'aa', n: 1 });
    bytes.fill(0xff, bytes.indexOf(0x61), bytes.indexOf(0x61) + 2);
    expect(readDocument(bytes)).toMatchObject({ n: 1 });
  });

  it('is not read when it is cut', () => {
    expect(() => readDocument(bytesOf({ n: 1 }).subarray(0, -1))).toThrow();
  });
});
