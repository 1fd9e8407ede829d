import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { lastOperation } from './oplog.ts';

const dir = mkdtempSync(join(tmpdir(), 'yimen-oplog-'));
afterAll(() => rmSync(dir, { recursive: true }));

const documentOf = (...fields: readonly Buffer[]): Buffer => {
  const body = Buffer.concat([...fields, Buffer.from([0])]);
  const length = Buffer.alloc(4);
  length.writeInt32LE(4 + body.length);
  return Buffer.concat([length, body]);
};

const timestamp = (t: number, i: number): Buffer => {
  const ts = Buffer.concat([Buffer.from('\x11ts\0', 'latin1'), Buffer.alloc(8)]);
  ts.writeUInt32LE(i, 4);
  ts.writeUInt32LE(t, 8);
  return ts;
};

const binary = (bytes: number): Buffer => {
  const o = Buffer.concat([Buffer.from('\x05o\0', 'latin1'), Buffer.alloc(5), Buffer.alloc(bytes, 7)]);
  o.writeInt32LE(bytes, 3);
  return o;
};

const nested = (document: Buffer): Buffer => Buffer.concat([Buffer.from('\x03o\0', 'latin1'), document]);

/** A BSON document `{ts: Timestamp(t, i), o: Binary}` with so many bytes in it. */
const operation = (t: number, i: number, bytes: number): Buffer => documentOf(timestamp(t, i), binary(bytes));

const write = (name: string, content: Buffer): string => {
  writeFileSync(join(dir, name), content);
  return join(dir, name);
};

describe('a file of dumped operations', () => {
  const many = Buffer.concat(
    Array.from({ length: 90 }, (_, n) => operation(100 + n, n, n % 9 === 0 ? 1_200_000 : 50_000)),
  );

  it('is read to its last operation, in pieces that end anywhere', async () => {
    expect(await lastOperation(write('many.bson', many))).toEqual({ t: 189, i: 89 });
  });

  it('may be compressed', async () => {
    expect(await lastOperation(write('many.bson.gz', gzipSync(many, { level: 1 })))).toEqual({ t: 189, i: 89 });
  });

  it('may be empty', async () => {
    expect(await lastOperation(write('empty.bson', Buffer.alloc(0)))).toBeUndefined();
  });

  it('ends at the time of its last operation, and not at one that this writes', async () => {
    const written = nested(documentOf(timestamp(1, 1)));
    expect(await lastOperation(write('nested.bson', documentOf(written, timestamp(200, 3))))).toEqual({ t: 200, i: 3 });
    await expect(lastOperation(write('other.bson', documentOf(written)))).rejects.toThrow('something else');
  });

  it('that was cut off is no whole part of a backup', async () => {
    await expect(lastOperation(write('cut.bson', many.subarray(0, -1)))).rejects.toThrow('in the middle');
    const packed = gzipSync(many, { level: 1 });
    await expect(lastOperation(write('cut.bson.gz', packed.subarray(0, -20)))).rejects.toThrow();
  });
});
