import type { Actor } from '@yimen/case-file';
import type { Caller } from '@yimen/http';
import type { Claims } from '../dossier/commands.ts';
import { isInSight, relationsOf } from '../dossier/relations.ts';
import type { Dossier } from '../dossier/state.ts';

/** A caller's claims as a dossier's rules read them. */
export const claimsOf = ({ roles, rank, outsourced, department, division }: Caller): Claims => ({
  roles,
  outsourced,
  division,
  ...(rank === undefined ? {} : { rank }),
  ...(department === undefined ? {} : { department }),
});

/** The officer as the history names them. */
export const actorOf = ({ subject, department, division, name }: Caller, role?: string): Actor => ({
  subject,
  kind: 'officer',
  ...(role === undefined ? {} : { role }),
  ...(department === undefined ? {} : { department }),
  ...(division === '' ? {} : { division }),
  ...(name === undefined ? {} : { name }),
});

/** Whether a dossier exists for this caller: the same answer that the dossier itself gives to a step. */
export const maySee = (caller: Caller, dossier: Dossier): boolean =>
  caller.kind === 'officer' && isInSight(dossier, claimsOf(caller));

/** Whether the caller works on it: what is not masked is for those only. No contractor, and nobody who only looks on. */
export const worksOn = (caller: Caller, dossier: Dossier): boolean =>
  caller.kind === 'officer' && relationsOf(dossier, claimsOf(caller)).includes('department-officer');
