import type { operations } from '@yimen/contracts/intake-gateway';
import type { Caller, Handler } from '@yimen/http';
import { isRefusal, refuse } from '@yimen/kernel';
import { seeCase } from '../callers/access.ts';
import type { CaseState, CaseUpload } from '../cases/state.ts';
import type { GatewayParts } from '../parts.ts';
import { openingStream } from './cipher.ts';
import { dataKeyOf } from './upload.ts';

/** The bytes of a file, opened on the way. A department's service gets the materials of its own branches. */
export const createReadFile =
  (parts: GatewayParts): Handler<operations['readFile']> =>
  async ({ caller, params }) => {
    const seen = await seeCase(parts, caller, params.id);
    if (isRefusal(seen)) return seen;
    const upload = seen.file.state.files?.find(({ fileId }) => fileId === params.fileId);
    if (!upload || !mayRead(parts, caller, seen.file.state, upload)) return noSuchFile();
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

const mayRead = ({ catalogue }: GatewayParts, caller: Caller, state: CaseState, upload: CaseUpload): boolean => {
  if (caller.kind !== 'service') return true;
  const handed = state.filing?.materials.filter(({ fileId }) => fileId === upload.fileId) ?? [];
  return state.branches
    .filter(({ domain, status }) => domain === caller.service && status !== 'waiting' && status !== 'skipped')
    .some(({ item }) => {
      const known = catalogue.item(item.code, item.version)?.materials ?? [];
      return handed.some(({ code }) => known.some((material) => material.code === code));
    });
};
