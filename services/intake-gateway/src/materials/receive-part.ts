import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { type Refusal, refuse } from '@yimen/kernel';

/** One file of a multipart body, as it streams in. */
export type FilePart = { readonly stream: Readable; readonly mediaType: string; readonly material: string | undefined };

const incomplete = (): Refusal => refuse('file-incomplete', 'The upload is not a complete multipart body.');

/**
 * Hands the one file of a multipart body to `store` while it arrives. When the body is cut off the file's stream breaks,
 * so that whoever stores it clears up. `store` must not throw for a broken stream but answer; an outage it may throw.
 */
export const receivePart = <T>(
  request: IncomingMessage,
  store: (part: FilePart) => Promise<T | Refusal>,
): Promise<T | Refusal> =>
  new Promise((resolve, reject) => {
    const busboy = openBusboy(request);
    if (!busboy) return resolve(incomplete());
    let material: string | undefined;
    let file: Readable | undefined;
    let stored: Promise<T | Refusal> | undefined;
    const breakOff = (): void => {
      file?.destroy(new Error('The upload was cut off.'));
      if (!stored) resolve(incomplete());
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
        resolve(outcome);
        if (!stream.destroyed) stream.resume(); // what nobody wants any more flows to nowhere
      }, reject);
    });
    busboy.on('finish', () => {
      if (!stored) resolve(refuse('file-missing', 'The body has no part named file.'));
    });
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
