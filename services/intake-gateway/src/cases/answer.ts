import type { KeyObject } from 'node:crypto';
import type { Outcome } from '@yimen/case-file';
import type { components } from '@yimen/contracts/intake-gateway';
import { queryPasswordOf } from '../tracking/password.ts';

type CaseAnswer = components['schemas']['CaseAnswer'];

/** `"r<revision>.<version>"`: people edit the revision, a poll watches both. */
export const tagOf = ({
  revision,
  version,
  file,
}: {
  readonly revision: number;
  readonly version?: number;
  readonly file?: { readonly version: number };
}): string => `"r${revision}.${version ?? file?.version ?? 0}"`;

/** The short answer to a command; the query password goes to who hands a case in. */
export const answerOf = ({ id, answer }: Outcome<unknown>, idKey?: KeyObject): CaseAnswer => ({
  ...(answer as unknown as CaseAnswer),
  ...(idKey && answer['number'] !== undefined ? { queryPassword: queryPasswordOf(idKey, id) } : {}),
});
