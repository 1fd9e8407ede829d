import { verifyHistory } from '@yimen/case-file';
import type { Invariant } from '../evidence.ts';

/** Every hash chain verifies, from its root to the head that the document states. */
export const I7: Invariant = ({ cases, dossiers }) =>
  [...cases, ...dossiers].flatMap(({ id, service, history, head }) => {
    const broken = verifyHistory({ id, history, head });
    return broken ? [{ invariant: 'I7', what: 'a hash chain is broken', evidence: { service, id, ...broken } }] : [];
  });
