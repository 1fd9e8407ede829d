import { type Refusal, refuse } from '@yimen/kernel';

/**
 * The strong ETag of a revision, `"r12"`; of what changes also without anybody's edit, `"r12.30"`: people edit the
 * revision, who waits for news watches the version too.
 */
export const etagOf = (revision: number, version?: number): string =>
  version === undefined ? `"r${revision}"` : `"r${revision}.${version}"`;

/** The revision that an `If-Match` names (what a service appends to it after a dot does not count), or a refusal: `revision-mismatch` for tags that cannot be ours. */
export const parseIfMatch = (header: string): number | Refusal => {
  const revision = /^"r(0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?"$/.exec(header.trim())?.[1];
  return revision === undefined
    ? refuse('revision-mismatch', 'If-Match must be one strong ETag that this service gave.')
    : Number(revision);
};

/** Refuses with `revision-mismatch` when the revision is no longer the one the change is based on. */
export const matchRevision = (ifMatch: number | undefined, revision: number): Refusal | undefined =>
  ifMatch === undefined || ifMatch === revision
    ? undefined
    : refuse('revision-mismatch', 'It has changed since it was read.', { revision });
