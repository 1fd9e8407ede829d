import { isWithin } from '@yimen/identifiers';
import { type Refusal, refuse } from '@yimen/kernel';
import type { Claims } from './commands.ts';
import type { Relation } from './flow.ts';
import { type Dossier, levelOf, rankOf } from './state.ts';

/** Roles that work on dossiers in a department. */
export const OFFICE_ROLES = ['handler', 'reviewer', 'approver', 'specialist'] as const;
/** 行政机关负责人: the head and the deputies in charge. */
const HEAD = rankOf('deputy-director');

/** Whoever holds an office may see the dossiers of the own department, and only those. */
const isOfDepartment = ({ handling }: Dossier, { department, roles }: Claims): boolean =>
  handling !== undefined && handling.department === department && OFFICE_ROLES.some((role) => roles.includes(role));

/** Whether the dossier exists for an officer: of its department, or a supervisor, within the division that the officer serves. */
export const isInSight = (dossier: Dossier, claims: Claims): boolean =>
  dossier.opening !== undefined &&
  isWithin(claims.division, dossier.opening.division) &&
  (isOfDepartment(dossier, claims) || claims.roles.includes('supervisor'));

/** What an officer is to a dossier: nothing outside the department, and an outsourced clerk never decides. */
export const relationsOf = (dossier: Dossier, claims: Claims): readonly Relation[] => {
  if (claims.outsourced || !isInSight(dossier, claims) || !isOfDepartment(dossier, claims)) return [];
  const relations: Relation[] = ['department-officer'];
  if (claims.rank !== undefined && rankOf(claims.rank) >= HEAD) relations.push('head');
  const level = levelOf(dossier);
  if (level && claims.roles.includes(level.role) && rankOf(claims.rank) >= rankOf(level.rank))
    relations.push('level-officer');
  return relations;
};

/** The same answer for what does not exist and what one may not know of. */
export const noSuchDossier = (): Refusal => refuse('not-found', 'There is no such dossier.');

/** Why the level that waits is not an officer's, in the clearest words; undefined when nothing clearer is known. */
export const hindrance = (dossier: Dossier, claims: Claims): Refusal | undefined => {
  if (!isOfDepartment(dossier, claims)) return undefined;
  if (claims.outsourced) return refuse('outsourced-cannot-decide', 'An outsourced clerk cannot decide.');
  const level = levelOf(dossier);
  if (!level) return undefined;
  if (claims.roles.includes(level.role) && rankOf(claims.rank) < rankOf(level.rank))
    return refuse('rank-too-low', `This level needs a ${level.rank ?? 'officer'}.`, { rank: level.rank });
  return undefined;
};
