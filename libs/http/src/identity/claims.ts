import { scopeOf } from '@yimen/identifiers';
import { type Refusal, refuse } from '@yimen/kernel';
import { type Caller, callerKinds, ranks } from './caller.ts';

/** Claims of a verified token: `sub`, `kind`, `roles`, `department`, `division`, `rank`, `outsourced`, `centre`, … */
export type Claims = Readonly<Record<string, unknown>>;

const textLimit = 200;
const roleLimit = 32;

/**
 * Reads the caller from claims; claims that do not make sense are refused by name as `token-invalid`. Roles of work,
 * department and rank are read of officers only.
 */
export const callerOf = (claims: Claims): Caller | Refusal => {
  const subject = claims['sub'];
  if (!isText(subject)) return malformed('sub');
  const kind = callerKinds.find((known) => known === claims['kind']);
  if (!kind) return malformed('kind');
  const rank = ranks.find((known) => known === claims['rank']);
  if (claims['rank'] !== undefined && !rank) return malformed('rank');
  const roles = claims['roles'] ?? [];
  if (!Array.isArray(roles) || roles.length > roleLimit || !roles.every(isText)) return malformed('roles');
  const division = divisionOf(claims['division'] ?? '');
  if (division === undefined) return malformed('division');
  const flags = ['outsourced', 'centre'].find((name) => typeof (claims[name] ?? false) !== 'boolean');
  if (flags) return malformed(flags);
  const texts = optionalTexts(claims);
  if (typeof texts === 'string') return malformed(texts);
  const caller: Caller = {
    subject,
    kind,
    roles,
    division,
    outsourced: claims['outsourced'] === true,
    centre: claims['centre'] === true,
    ...(rank ? { rank } : {}),
    ...texts,
  };
  return missingFor(caller) ?? (kind === 'officer' ? caller : withoutOffice(caller));
};

/** The scope that a claim means: `440600` is the city, all of it. */
const divisionOf = (claim: unknown): string | undefined => {
  if (claim === '') return '';
  return (typeof claim === 'string' && scopeOf(claim)) || undefined;
};

/** Only officers hold an office: what a token of another kind says of one counts for nothing. */
const withoutOffice = ({ department: _, rank: __, roles, ...caller }: Caller): Caller => ({
  ...caller,
  roles: roles.filter((role) => role === caller.kind),
  outsourced: false,
  centre: false,
});

/** What a kind cannot do without. */
const missingFor = ({ kind, division, organisation, service }: Caller): Refusal | undefined => {
  if (kind === 'officer' && division === '') return malformed('division');
  if (kind === 'firm-agent' && organisation === undefined) return malformed('organisation');
  if (kind === 'service' && service === undefined) return malformed('service');
  return undefined;
};

const textNames = ['department', 'name', 'organisation', 'service'] as const;

const optionalTexts = (claims: Claims): Partial<Record<(typeof textNames)[number], string>> | string => {
  const texts: Partial<Record<(typeof textNames)[number], string>> = {};
  for (const name of textNames) {
    const value = claims[name];
    if (value === undefined) continue;
    if (!isText(value)) return name;
    texts[name] = value;
  }
  return texts;
};

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= textLimit;

const malformed = (claim: string): Refusal =>
  refuse('token-invalid', `The token's claim ${claim} is missing or malformed.`, { claim });
