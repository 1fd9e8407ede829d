import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { lastOperation } from './oplog.ts';

const dir = mkdtempSync(join(tmpdir(), 'yimen-oplog-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** A BSON document `{ts: Timestamp(t, i), o: Binary}` with so many bytes in it. */
const operation = (t: number, i: number, bytes: number): Buffer => {
  const ts = Buffer.concat([Buffer.from('\x11ts\0', 'latin1'), Buffer.alloc(8)]);
  ts.writeUInt32LE(i, 4);
  ts.writeUInt32LE(t, 8);
  const binary = Buffer.concat([Buffer.from('\x05o\0', 'latin1'), Buffer.alloc(5), Buffer.alloc(bytes, 7)]);
  binary.writeInt32LE(bytes, 3);
  const length = Buffer.alloc(4);
  length.writeInt32LE(4 + ts.length + binary.length + 1);
  return Buffer.concat([length, ts, binary, Buffer.from([0])]);
};

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

  it('that was cut off is no whole part of a backup', async () => {
    await expect(lastOperation(write('cut.bson', many.subarray(0, -1)))).rejects.toThrow('in the middle');
    const packed = gzipSync(many, { level: 1 });
    await expect(lastOperation(write('cut.bson.gz', packed.subarray(0, -20)))).rejects.toThrow();
  });
});
