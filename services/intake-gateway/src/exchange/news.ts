import type { CloudEvent, Delivery } from '@yimen/case-file';
import { type Domain, domains, dossiersTopic, type EventValidators } from '@yimen/contracts';
import type { EventData } from '@yimen/contracts/events';
import { type JsonObject, toInstant } from '@yimen/kernel';
import { type IncomingMessage, readJson } from '@yimen/messaging';
import type { Envelopes } from '@yimen/personal-data';
import { toLocalDate } from '@yimen/working-days';
import type { Asker } from '../callers/relations.ts';
import type { BranchNews, CaseCommand } from '../cases/command.ts';
import { dossierIdOf } from '../cases/state.ts';
import { aadOf } from './rendering.ts';

/** A message of a department that could be read. */
export type News =
  | { readonly is: 'delivery'; readonly delivery: Delivery<CaseCommand> }
  | { readonly is: 'relay-request'; readonly request: EventData['relay.requested'] }
  | { readonly is: 'unknown' };

/** What reading needs. */
export type NewsParts = {
  readonly validators: EventValidators;
  readonly envelopes: Pick<Envelopes, 'decryptWith'>;
  readonly businessNow: () => number;
  /** A restore made its source forget it, and everybody else: it is passed over. */
  readonly isVoid: (entryhash: string) => boolean;
};

const CASE_ID = /^[A-Za-z0-9_-]{22}$/;

/** Reads a message of `dossiers.<domain>.v1`; what it throws on goes to `.dead`, an unknown type passes. */
export const createNewsReader =
  ({ validators, envelopes, businessNow, isVoid }: NewsParts) =>
  (message: IncomingMessage): News => {
    const event = readJson(message) as CloudEvent;
    if (typeof event?.type !== 'string') throw new Error('The message is no event.');
    if (!validators.knows(event.type) || isVoid(event.entryhash)) return { is: 'unknown' };
    const no = validators.check(event.type, event.data);
    if (no) throw new Error(no.message);
    if (event.type === 'relay.requested')
      return { is: 'relay-request', request: event.data as unknown as EventData['relay.requested'] };
    if (typeof event.target !== 'string' || !CASE_ID.test(event.target)) throw new Error('The target is no case.');
    const order = orderOf(event);
    if (!order) return { is: 'unknown' };
    if (event.data['caseId'] !== event.target || event.source !== dossierIdOf(event.target, order.branch))
      throw new Error('The branch is not the one that tells of it.');
    const personal = personalOf(event, envelopes);
    const command = {
      ...order,
      asker: departmentOf(event, domainOf.get(message.topic)),
      actor: { subject: event.source, kind: 'service' as const, role: 'branch' },
      at: toInstant(businessNow()),
      toldOn: toLocalDate(event.time),
    };
    const delivery = { id: event.target, message: event, command, ...(personal ? { personal } : {}) };
    return { is: 'delivery', delivery };
  };

const domainOf: ReadonlyMap<string, Domain> = new Map(domains.map((domain) => [dossiersTopic(domain), domain]));

/** Who tells: the dossier by its own word, its service by the topic, which no other service may write to. */
const departmentOf = ({ source }: CloudEvent, service: Domain | undefined): Asker => ({
  kind: 'branch',
  subject: source,
  roles: [],
  division: '',
  outsourced: false,
  centre: false,
  ...(service === undefined ? {} : { service }),
});

/** The order that an event is to its case. */
const orderOf = ({ type, data }: CloudEvent): BranchNews | undefined => {
  switch (type) {
    case 'dossier.opened': {
      const { branch, holder, clock } = data as unknown as EventData['dossier.opened'];
      return { step: 'branch-acknowledged', branch, holder, clock };
    }
    case 'dossier.milestone': {
      const { branch, milestone, holder, clock, personal } = data as unknown as EventData['dossier.milestone'];
      const sealed = personal === undefined ? {} : { personal: true as const };
      return { step: 'branch-progressed', branch, milestone, holder, clock, ...sealed };
    }
    case 'dossier.decided': {
      const { caseId: _, personal, ...decided } = data as unknown as EventData['dossier.decided'];
      return { step: 'branch-decided', ...decided, personal: personal !== undefined } as BranchNews;
    }
    case 'dossier.withdrawn':
      return { step: 'branch-withdrawn', branch: (data as unknown as EventData['dossier.withdrawn']).branch };
    case 'dossier.already-decided': {
      const { branch, outcome } = data as unknown as EventData['dossier.already-decided'];
      return { step: 'branch-already-decided', branch, outcome };
    }
    default:
      return undefined;
  }
};

const personalOf = (event: CloudEvent, envelopes: Pick<Envelopes, 'decryptWith'>): JsonObject | undefined => {
  const { personal } = event.data;
  return typeof personal === 'string'
    ? envelopes.decryptWith(personal, { aad: aadOf(event.source, event) })
    : undefined;
};
