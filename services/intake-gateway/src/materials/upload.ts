import { createHash, type KeyObject } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { edgeFor } from '@yimen/case-file';
import type { operations } from '@yimen/contracts/intake-gateway';
import type { Handler } from '@yimen/http';
import { derivedId, isOutage, isRefusal, Outage, type Refusal, refuse } from '@yimen/kernel';
import type { FreshFile, StoredFile } from '@yimen/store';
import { type Seen, seeAsPerson } from '../callers/access.ts';
import { tagOf } from '../cases/answer.ts';
import { flow } from '../cases/flow.ts';
import type { CaseUpload } from '../cases/state.ts';
import { takeStep } from '../cases/steps.ts';
import type { GatewayParts } from '../parts.ts';
import { sealingStream } from './cipher.ts';
import { checkBeginning, isTaken, WrongMediaType } from './media-types.ts';
import { type FilePart, receivePart } from './receive-part.ts';

/** Bytes of one file. */
export const FILE_LIMIT_BYTES = 100 * 1024 * 1024;

const MATERIAL = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Takes one file of a material: streamed, sealed and digested on the way, in the case only when it is whole. */
export const createUploadFile =
  (parts: GatewayParts): Handler<operations['uploadFile']> =>
  async (request) => {
    const { caller, params, idempotencyKey, raw } = request;
    const seen = await seeAsPerson(parts, caller, params.id);
    if (isRefusal(seen)) return seen;
    const fileId = derivedId(parts.idKey, caller.subject, `POST /cases/${params.id}/files`, idempotencyKey);
    const before = seen.file.state.files?.find((one) => one.fileId === fileId);
    if (before) return again(raw, before, tagOf(seen.file));
    const barred = edgeFor(flow, seen.file.state.status, 'attach', seen.relations);
    if (isRefusal(barred)) return barred;
    const dataKey = await dataKeyOf(parts, seen);
    // what it took up from another request is that one's to take back, or the sweep's
    const takeBack = async ({ fresh }: Kept): Promise<void> => {
      if (fresh) await parts.files.takeBack(fresh);
    };
    const kept = await receivePart<Kept>(raw, {
      store: (part) => keep(parts, { part, caseId: params.id, fileId, dataKey }),
      discard: takeBack,
    });
    if (isRefusal(kept)) return kept;
    const outcome = await takeStep(parts, request, { step: 'attach', file: kept.upload });
    if (!isRefusal(outcome)) return reply(kept.upload, tagOf(outcome));
    await takeBack(kept);
    return outcome;
  };

const reply = (file: CaseUpload, ETag: string) => ({ status: 201 as const, headers: { ETag }, body: file });

/** The same key again: the answer of then for the same file, a refusal for another. */
const again = async (raw: IncomingMessage, before: CaseUpload, ETag: string) => {
  const repeated = await receivePart<{ readonly isSame: boolean }>(raw, {
    store: async ({ stream, mediaType, material }) => {
      const isSame = (await digestOf(stream)) === before.sha256;
      return { isSame: isSame && mediaType === before.mediaType && material === before.material };
    },
    discard: async () => undefined,
  });
  if (isRefusal(repeated)) return repeated;
  return repeated.isSame ? reply(before, ETag) : anotherFile();
};

const anotherFile = (): Refusal => refuse('idempotency-key-reused', 'This key was used for another file.');

/** The hex SHA-256 of a stream; `undefined` when it breaks or is longer than any file that was kept. */
const digestOf = async (stream: Readable): Promise<string | undefined> => {
  const digest = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > FILE_LIMIT_BYTES) return undefined;
      digest.update(chunk);
    }
  } catch {
    return undefined;
  }
  return digest.digest('hex');
};

/** Whether a case names a file; one that was stored and never attached belongs to nobody. */
export const namesUpload =
  ({ load }: Pick<GatewayParts['cases'], 'load'>) =>
  async (caseId: string, fileId: string): Promise<boolean> =>
    (await load(caseId))?.state.files?.some((one) => one.fileId === fileId) ?? false;

/** The case's data key, made when its first personal part was sealed. */
export const dataKeyOf = async ({ cases, keyring }: GatewayParts, { file }: Pick<Seen, 'file'>): Promise<KeyObject> => {
  const stored = await cases.parts.load(file.id);
  if (!stored?.dataKey) throw new Error(`Case ${file.id} has no data key.`);
  return keyring.unwrap(file.id, stored.dataKey.wrapped);
};

/** A file that is stored, and whether this request has stored it. */
type Kept = { readonly upload: CaseUpload; readonly fresh?: FreshFile };

type Keeping = {
  readonly part: FilePart;
  readonly caseId: string;
  readonly fileId: string;
  readonly dataKey: KeyObject;
};

const keep = async ({ files }: GatewayParts, { part, caseId, fileId, dataKey }: Keeping): Promise<Kept | Refusal> => {
  const { stream, mediaType, material } = part;
  if (!isTaken(mediaType))
    return refuse('file-type-not-allowed', 'Files of this media type are not taken.', { mediaType });
  if (material !== undefined && !MATERIAL.test(material))
    return refuse('material-unknown', 'The part material is not the code of a material.', { pointer: '/material' });
  const checked = checkBeginning(mediaType);
  let broken: Error | undefined;
  pipeline(stream, checked, (error) => {
    broken = error ?? undefined;
  });
  try {
    // what was stored and never attached: its upload died, or is still on its way
    const before = await files.renew(fileId);
    if (before && (await digestOf(checked)) !== before.sha256) return anotherFile();
    const uploadOf = ({ sha256, size }: StoredFile): CaseUpload => ({
      fileId,
      mediaType,
      bytes: size,
      sha256,
      ...(material === undefined ? {} : { material }),
    });
    if (before) return { upload: uploadOf(before) };
    const seal = sealingStream(dataKey, fileId);
    const fresh = await files.put(fileId, checked, { limitBytes: FILE_LIMIT_BYTES, owner: caseId, seal });
    if (isRefusal(fresh) && fresh.refusal === 'file-exists') throw new Outage('The same upload is under way.');
    return isRefusal(fresh) ? fresh : { upload: uploadOf(fresh), fresh };
  } catch (error) {
    if (error instanceof WrongMediaType || broken instanceof WrongMediaType)
      return refuse('file-type-not-allowed', 'The bytes are not of the media type that is named.', { mediaType });
    if (isOutage(error) || !broken) throw error;
    return refuse('file-incomplete', 'The upload was cut off.');
  }
};
