import { createSecretKey, randomBytes } from 'node:crypto';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, openingStream, sealingStream } from './cipher.ts';

const key = createSecretKey(randomBytes(32));

const through = async (bytes: Buffer, stream: Transform, pieceBytes = 10_000): Promise<Buffer> => {
  const out: Buffer[] = [];
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, i) =>
    bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes),
  );
  await pipeline(Readable.from(pieces), stream, async (source: AsyncIterable<Buffer>) => {
    for await (const part of source) out.push(part);
  });
  return Buffer.concat(out);
};

describe('a sealed file', () => {
  it('opens to the same bytes, whatever its size and however it comes', async () => {
    const sizes = fc.oneof(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: -2, max: 2 }).map((around) => CHUNK_BYTES + around),
      fc.integer({ min: 2 * CHUNK_BYTES - 1, max: 3 * CHUNK_BYTES }),
    );
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1_000, max: 200_000 }), async (size, piece) => {
        const plain = randomBytes(size);
        const sealed = await through(plain, sealingStream(key, 'f'), piece);
        expect(sealed.includes(plain.subarray(0, 16)) && size >= 16).toBe(false);
        expect(await through(sealed, openingStream(key, 'f'), piece)).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('never seals the same bytes to the same', async () => {
    const plain = Buffer.alloc(100);
    expect(await through(plain, sealingStream(key, 'f'))).not.toEqual(await through(plain, sealingStream(key, 'f')));
  });

  it('does not open when it is changed, cut off, put into another order, or another file', async () => {
    const plain = randomBytes(3 * CHUNK_BYTES + 5);
    const sealed = await through(plain, sealingStream(key, 'f'));
    const chunk = CHUNK_BYTES + 16;
    const changed = Buffer.from(sealed);
    changed[20_000] = (changed[20_000] ?? 0) ^ 1;
    const swapped = Buffer.concat([
      sealed.subarray(0, 16),
      sealed.subarray(16 + chunk, 16 + 2 * chunk),
      sealed.subarray(16, 16 + chunk),
      sealed.subarray(16 + 2 * chunk),
    ]);
    for (const wrong of [
      changed,
      sealed.subarray(0, -1),
      sealed.subarray(0, 16 + chunk),
      sealed.subarray(0, 5),
      swapped,
    ])
      await expect(through(wrong, openingStream(key, 'f'))).rejects.toThrow('not as it was');
    await expect(through(sealed, openingStream(key, 'g'))).rejects.toThrow('not as it was');
  });
});
