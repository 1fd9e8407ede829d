import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';

/** One file of a multipart body, as it streams in. */
export type FilePart = { readonly stream: Readable; readonly mediaType: string; readonly material: string | undefined };

const incomplete = (): Refusal => refuse('file-incomplete', 'The upload is not a complete multipart body.');
const notAlone = (): Refusal => refuse('file-not-alone', 'Upload one file at a time.');

/** What becomes of the one file of a body. */
export type Keeper<T> = {
  /** Stores the file while it arrives. Must not throw for a broken stream but answer; an outage it may throw. */
  readonly store: (part: FilePart) => Promise<T | Refusal>;
  /** Takes back what was stored: the body turned out wrong behind the file. */
  readonly discard: (stored: T) => Promise<void>;
};

/**
 * Hands the one file of a multipart body to `store` while it arrives. When the body is cut off the file's stream breaks,
 * so that whoever stores it clears up. A second file is refused, for nobody would miss it until it is needed.
 */
export const receivePart = <T>(request: IncomingMessage, { store, discard }: Keeper<T>): Promise<T | Refusal> =>
  new Promise((resolve, reject) => {
    const busboy = openBusboy(request);
    if (!busboy) return resolve(incomplete());
    let material: string | undefined;
    let file: Readable | undefined;
    let stored: Promise<T | Refusal> | undefined;
    let alone = true;
    const outcomeOf = async (wrong: Refusal | undefined): Promise<T | Refusal> => {
      if (!stored) return wrong ?? refuse('file-missing', 'The body has no part named file.');
      const outcome = await stored;
      if (!wrong || isRefusal(outcome)) return outcome;
      await discard(outcome);
      return wrong;
    };
    const end = (wrong: Refusal | undefined): void => {
      outcomeOf(wrong).then(resolve, reject);
    };
    const breakOff = (): void => {
      file?.destroy(new Error('The upload was cut off.'));
      end(incomplete());
    };
    busboy.on('field', (name, value) => {
      if (name === 'material') material = value;
    });
    busboy.on('file', (name, stream, _filename, _encoding, mediaType) => {
      if (name !== 'file' || stored) {
        stream.resume();
        return;
      }
      file = stream;
      stored = store({ stream, mediaType: mediaType.toLowerCase(), material });
      stored.then((outcome) => {
        if (isRefusal(outcome)) resolve(outcome); // at once: the rest of the body changes nothing
        if (!stream.destroyed) stream.resume(); // what nobody wants any more flows to nowhere
      }, reject);
    });
    busboy.on('filesLimit', () => {
      alone = false;
    });
    busboy.on('finish', () => end(alone ? undefined : notAlone()));
    busboy.on('error', breakOff);
    request.once('aborted', breakOff);
    request.once('error', breakOff);
    request.pipe(busboy);
  });

const openBusboy = (request: IncomingMessage): BusboyInstance | undefined => {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { fieldNameSize: 20, fieldSize: 100, fields: 2, files: 1, parts: 3, headerPairs: 20 },
    });
  } catch {
    return undefined;
  }
};
