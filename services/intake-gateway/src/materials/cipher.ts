import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { Transform } from 'node:stream';

/** Plain bytes of one chunk; each is sealed and checked by itself, so a file is never held in memory. */
export const CHUNK_BYTES = 65_536;
const SALT_BYTES = 16;
const TAG_BYTES = 16;

/** A file's own key: from the case's data key, a salt that stands before the bytes, and the file's id. */
const fileKey = (dataKey: KeyObject, salt: Buffer, fileId: string): Buffer =>
  Buffer.from(hkdfSync('sha256', dataKey.export(), salt, `file\0${fileId}`, 32));

/** Number of the chunk and whether it is the last: a chunk moved, left out or cut off does not open. */
const nonceOf = (chunk: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(chunk, 4);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
};

/** Cuts a stream into pieces of `size` bytes; `done` gets the last, which may be shorter or empty. */
const createCutter = (size: number, each: (piece: Buffer) => void) => {
  let held: Buffer[] = [];
  let length = 0;
  return {
    add: (part: Buffer): void => {
      held.push(part);
      length += part.length;
      if (length <= size) return; // the last piece is only known at the end
      const all = Buffer.concat(held);
      let at = 0;
      for (; all.length - at > size; at += size) each(all.subarray(at, at + size));
      held = [all.subarray(at)];
      length = all.length - at;
    },
    rest: (): Buffer => Buffer.concat(held),
  };
};

/** Seals a file chunk by chunk (AES-256-GCM) under the case's data key. */
export const sealingStream = (dataKey: KeyObject, fileId: string): Transform => {
  const salt = randomBytes(SALT_BYTES);
  const key = fileKey(dataKey, salt, fileId);
  let chunk = 0;
  const stream: Transform = new Transform({
    transform(part: Buffer, _encoding, done) {
      cutter.add(part);
      done();
    },
    flush(done) {
      seal(cutter.rest(), true);
      done();
    },
  });
  const seal = (piece: Buffer, last: boolean): void => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(chunk++, last));
    stream.push(Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]));
  };
  const cutter = createCutter(CHUNK_BYTES, (piece) => seal(piece, false));
  stream.push(salt);
  return stream;
};

/** Opens what `sealingStream` sealed; fails as soon as anything is not as it was, at the latest at the end. */
export const openingStream = (dataKey: KeyObject, fileId: string): Transform => {
  let key: Buffer | undefined;
  let head = Buffer.alloc(0);
  let chunk = 0;
  const open = (piece: Buffer, last: boolean): Buffer => {
    if (!key || piece.length < TAG_BYTES) throw new Error('A stored file is cut off.');
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(chunk++, last), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(piece.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(piece.subarray(0, -TAG_BYTES)), decipher.final()]);
  };
  const attempt = (work: () => void, done: (error?: Error) => void): void => {
    try {
      work();
      done();
    } catch (error) {
      done(new Error('A stored file is not as it was.', { cause: error }));
    }
  };
  const stream: Transform = new Transform({
    transform(part: Buffer, _encoding, done) {
      attempt(() => take(part), done);
    },
    flush(done) {
      attempt(() => stream.push(open(cutter.rest(), true)), done);
    },
  });
  const cutter = createCutter(CHUNK_BYTES + TAG_BYTES, (piece) => stream.push(open(piece, false)));
  const take = (part: Buffer): void => {
    if (key) {
      cutter.add(part);
      return;
    }
    head = Buffer.concat([head, part]);
    if (head.length < SALT_BYTES) return;
    key = fileKey(dataKey, head.subarray(0, SALT_BYTES), fileId);
    cutter.add(head.subarray(SALT_BYTES));
  };
  return stream;
};
