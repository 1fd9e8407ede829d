import { Transform } from 'node:stream';

/** Media types that materials may have, and what their bytes begin with. */
const BEGINNINGS: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['255044462d'],
  'image/jpeg': ['ffd8ff'],
  'image/png': ['89504e470d0a1a0a'],
  'image/tiff': ['49492a00', '4d4d002a'],
  'application/ofd': ['504b0304'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['504b0304'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['504b0304'],
};

const LONGEST = 8;

/** Tells a media type that is taken. */
export const isTaken = (mediaType: string): boolean => Object.hasOwn(BEGINNINGS, mediaType);

/** The bytes are not what the sender says. */
export class WrongMediaType extends Error {}

/** Lets bytes through when they begin as their media type does. */
export const checkBeginning = (mediaType: string): Transform => {
  let head: Buffer | undefined = Buffer.alloc(0);
  const judge = (bytes: Buffer): boolean =>
    (BEGINNINGS[mediaType] ?? []).some((beginning) => bytes.toString('hex', 0, LONGEST).startsWith(beginning));
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      if (!head) return done(null, part);
      head = Buffer.concat([head, part]);
      if (head.length < LONGEST) return done();
      const all = head;
      head = undefined;
      if (judge(all)) done(null, all);
      else done(new WrongMediaType('The bytes are of another media type.'));
    },
    flush(done) {
      if (!head) return done();
      if (judge(head)) done(null, head);
      else done(new WrongMediaType('The bytes are of another media type.'));
    },
  });
};
