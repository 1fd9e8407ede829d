import { isWithin } from '@yimen/identifiers';
import type { AcceptanceRule, CaseState } from '../cases/state.ts';

/** Who asks, as far as a case cares: the claims of a token, or one of our own doors. Pure JSON. */
export type Asker = {
  readonly kind: 'citizen' | 'firm-agent' | 'officer' | 'service' | 'branch' | 'system';
  readonly subject: string;
  readonly roles: readonly string[];
  /** Prefix of the divisions in scope; '' for none. */
  readonly division: string;
  readonly department?: string;
  /** Works for a contractor: may take papers in, never accept. */
  readonly outsourced: boolean;
  /** Belongs to the service centre. */
  readonly centre: boolean;
  readonly organisation?: string;
  /** The department's service that asks, or that tells of a branch. */
  readonly service?: string;
};

/** What an asker is to a case; the flow table speaks of nothing else. */
export type Relation = 'applicant' | 'receiver' | 'acceptor' | 'viewer' | 'branch' | 'system';

const RECEIVERS = ['window-clerk', 'village-agent', 'helper'];
const HELPERS = ['helper'];
const HANDLERS = ['handler', 'specialist', 'reviewer', 'approver'];
const CENTRE_ACCEPTORS = ['window-clerk', ...HANDLERS];
const SUPERVISORS = ['supervisor', 'operator'];

/** What the asker is to this case on this day. Empty: for the asker there is no such case. */
export const relationsOf = (asker: Asker, state: CaseState, today: string): readonly Relation[] => {
  switch (asker.kind) {
    case 'system':
      return ['system'];
    case 'branch':
      return ['branch'];
    case 'citizen':
    case 'firm-agent':
      return state.filing?.applicant === asker.subject ? ['applicant'] : [];
    case 'service':
      return state.branches.some(({ domain, status }) => domain === asker.service && status !== 'waiting')
        ? ['viewer']
        : [];
    case 'officer':
      return officerRelations(asker, state, today);
  }
};

const officerRelations = (asker: Asker, state: CaseState, today: string): readonly Relation[] => {
  if (state.division === undefined || !isWithin(asker.division, state.division)) return [];
  // what is not handed in yet is between the applicant, who writes it for them, and those who help
  if (state.status === 'draft' && state.receiver !== asker.subject && !has(asker, HELPERS)) return [];
  const found: Relation[] = [];
  if (has(asker, RECEIVERS)) found.push('receiver');
  const rule = state.plan?.acceptance;
  if (rule && mayAccept(asker, rule, today)) found.push('acceptor');
  const party = state.branches.some(({ department }) => department === asker.department);
  const looksOn = has(asker, SUPERVISORS) || asker.centre || party || rule?.department === asker.department;
  if (found.length > 0 || looksOn) found.push('viewer');
  return found;
};

/** Tells an officer whose claims match what the item names: the centre inside its deed, or the organ itself. */
export const mayAccept = (asker: Asker, rule: AcceptanceRule, today: string): boolean =>
  acceptanceKeys(asker).includes(acceptanceKey(rule)) && (rule.by !== 'centre' || inForce(rule, today));

/** Who accepts by an item's rule, in one word, as work lists look for it: `centre`, or the department. */
export const acceptanceKey = ({ by, department }: AcceptanceRule): string => (by === 'centre' ? 'centre' : department);

/** As whom this officer may accept at all, in the same words: by role, and never as a contractor. */
export const acceptanceKeys = (asker: Asker): readonly string[] => {
  if (asker.kind !== 'officer' || asker.outsourced) return [];
  const asCentre = asker.centre && has(asker, CENTRE_ACCEPTORS) ? ['centre'] : [];
  const department = handlesFor(asker);
  return department === undefined ? asCentre : [...asCentre, department];
};

/** The department whose business this officer handles: by role, and never as a contractor. */
export const handlesFor = (asker: Asker): string | undefined =>
  asker.kind === 'officer' && !asker.outsourced && has(asker, HANDLERS) ? asker.department : undefined;

/** Tells whether the deed of delegation covers a day. */
const inForce = ({ from, to }: AcceptanceRule, day: string): boolean =>
  (from === undefined || from <= day) && (to === undefined || day <= to);

/** Tells an officer who may take papers in. */
export const mayReceive = (asker: Asker): boolean => asker.kind === 'officer' && has(asker, RECEIVERS);

const has = (asker: Asker, roles: readonly string[]): boolean => roles.some((role) => asker.roles.includes(role));
