import type { operations } from '@yimen/contracts/intake-gateway';
import type { Handler } from '@yimen/http';
import { isRefusal, refuse } from '@yimen/kernel';
import { seeCase } from '../callers/access.ts';
import { askerOf } from '../callers/asker.ts';
import type { GatewayParts } from '../parts.ts';
import { openingStream } from './cipher.ts';
import { mayReadFile } from './readers.ts';
import { dataKeyOf } from './upload.ts';

/** The bytes of a file, opened on the way, for those it is meant for; to others it does not exist. */
export const createReadFile =
  (parts: GatewayParts): Handler<operations['readFile']> =>
  async ({ caller, params }) => {
    const seen = await seeCase(parts, caller, params.id);
    if (isRefusal(seen)) return seen;
    const upload = seen.file.state.files?.find(({ fileId }) => fileId === params.fileId);
    if (!upload || !mayReadFile(parts.catalogue, { ...seen, state: seen.file.state, asker: askerOf(caller) }, upload))
      return noSuchFile();
    const stream = await parts.files.get(upload.fileId, {
      unseal: openingStream(await dataKeyOf(parts, seen), upload.fileId),
    });
    if (!stream) return noSuchFile();
    const digest = Buffer.from(upload.sha256, 'hex').toString('base64');
    return {
      status: 200 as const,
      type: upload.mediaType,
      headers: {
        'Content-Length': String(upload.bytes),
        'Content-Disposition': 'attachment',
        'Repr-Digest': `sha-256=:${digest}:`,
      },
      stream,
    };
  };

const noSuchFile = () => refuse('not-found', 'There is no such file.');
