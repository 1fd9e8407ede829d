import { type Asker, handlesFor, type Relation } from '../callers/relations.ts';
import type { BranchState, CaseState, CaseUpload } from '../cases/state.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';

/** Who asks for a file of which case, and as what. */
export type Reader = { readonly asker: Asker; readonly relations: readonly Relation[]; readonly state: CaseState };

const WHOLE: readonly Relation[] = ['applicant', 'receiver', 'acceptor'];

/**
 * Whether a file is for this reader. The papers are not masked, so whoever only looks on gets none: applicant, receivers
 * and acceptors read all of a case; a department, its service and its officers alike, reads what its own items ask for.
 */
export const mayReadFile = (
  catalogue: Pick<Catalogue, 'item'>,
  { asker, relations, state }: Reader,
  { fileId }: Pick<CaseUpload, 'fileId'>,
): boolean => {
  if (relations.some((relation) => WHOLE.includes(relation))) return true;
  const handed = state.filing?.materials.filter((material) => material.fileId === fileId) ?? [];
  return state.branches
    .filter((branch) => isTheirs(branch, asker) && branch.status !== 'waiting' && branch.status !== 'skipped')
    .some(({ item }) => {
      const known = catalogue.item(item.code, item.version)?.materials ?? [];
      return handed.some(({ code }) => known.some((material) => material.code === code));
    });
};

const isTheirs = ({ domain, department }: BranchState, asker: Asker): boolean =>
  asker.kind === 'service' ? domain === asker.service : department === handlesFor(asker);
