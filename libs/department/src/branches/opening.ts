import { exchangeKey } from '@yimen/adapter';
import type { Actor, CloudEvent, Delivery } from '@yimen/case-file';
import type { EventValidators } from '@yimen/contracts';
import type { EventData } from '@yimen/contracts/events';
import { type Clocks, type JsonObject, toInstant } from '@yimen/kernel';
import { type IncomingMessage, readJson } from '@yimen/messaging';
import type { Envelopes } from '@yimen/personal-data';
import { dayOf } from '../dossier/clock.ts';
import type { DossierCommand, Open } from '../dossier/commands.ts';
import type { Handling, Opening } from '../dossier/state.ts';
import { type Item, type Offer, versionKey } from '../items/item.ts';

/** A message that can never be taken: it goes to `.dead`. */
class Unreadable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unreadable';
  }
}

/** What the gateway's messages mean here. */
export type BranchNews =
  | { readonly news: 'delivery'; readonly delivery: Delivery<DossierCommand> }
  | { readonly news: 'relay'; readonly source: string; readonly target: string; readonly from: number }
  | { readonly news: 'unknown' };

/** What reading them needs. */
export interface BranchParts {
  readonly offer: Offer;
  readonly validators: EventValidators;
  readonly envelopes: Envelopes;
  readonly clocks: Clocks;
  /** A restore made its source forget it, and everybody else: it is passed over. */
  readonly isVoid: (entryhash: string) => boolean;
}

const GATEWAY: Actor = { subject: 'intake-gateway', kind: 'service' };

/** Reads `branches.<domain>.v1`: openings, withdrawals and requests to relay again; throws `Unreadable`. */
export const createBranchReader =
  (parts: BranchParts) =>
  (message: IncomingMessage): BranchNews => {
    if (message.value === undefined) return { news: 'unknown' };
    const event = readJson(message) as CloudEvent;
    if (typeof event?.type !== 'string') throw new Unreadable('The message is no event.');
    if (!parts.validators.knows(event.type) || parts.isVoid(event.entryhash)) return { news: 'unknown' };
    const wrong = parts.validators.check(event.type, event.data);
    if (wrong) throw new Unreadable(wrong.message);
    if (event.type === 'branch.opened') return { news: 'delivery', delivery: openingOf(event, parts) };
    if (event.type === 'branch.withdrawal-asked') return { news: 'delivery', delivery: withdrawalOf(event, parts) };
    if (event.type === 'relay.requested')
      return { news: 'relay', ...(event.data as unknown as EventData['relay.requested']) };
    return { news: 'unknown' };
  };

const openingOf = (event: CloudEvent, parts: BranchParts): Delivery<DossierCommand> => {
  const data = event.data as unknown as EventData['branch.opened'];
  if (event.target !== `${data.caseId}.${data.branch}`)
    throw new Unreadable('The branch is not the one it is told to.');
  const item = parts.offer.items.get(versionKey(data.item));
  if (!item) throw new Unreadable(`This service does not know ${versionKey(data.item)}.`);
  const personal = personalOf(event, data.personal, parts.envelopes);
  const { personal: _sealed, ...opening } = data;
  const command: Open = {
    step: 'open',
    actor: GATEWAY,
    at: toInstant(parts.clocks.business()),
    opening: opening as unknown as Opening,
    handling: handlingOf(item),
    promisedDays: item.limits.promisedDays,
    begunOn: dayOf(event.time),
    exchangeKey: exchangeKey(event.target, 1),
    personal: personal !== undefined,
    systemAt: toInstant(parts.clocks.system()),
  };
  return { id: event.target, message: event, command, create: true, ...(personal ? { personal } : {}) };
};

const personalOf = (
  { source, target, sequence }: CloudEvent,
  sealed: string | undefined,
  envelopes: Envelopes,
): JsonObject | undefined => {
  if (sealed === undefined) return undefined;
  return envelopes.decryptWith(sealed, { aad: `${source}|${target}|${sequence}` });
};

/** What of an item a dossier works by. */
const handlingOf = (item: Item): Handling => ({
  name: item.name,
  department: item.department,
  organ: item.organ,
  levels: item.levels,
  decision: item.decision,
  outputs: item.outputs,
  law: item.limits.law,
  ...(item.exchange ? { exchange: item.exchange } : {}),
});

const withdrawalOf = (event: CloudEvent, { clocks }: BranchParts): Delivery<DossierCommand> => {
  const { caseId, branch } = event.data as unknown as EventData['branch.withdrawal-asked'];
  if (event.target !== `${caseId}.${branch}`) throw new Unreadable('The branch is not the one it is told to.');
  const command: DossierCommand = {
    step: 'withdraw',
    actor: GATEWAY,
    at: toInstant(clocks.business()),
    caseId,
    branch,
    systemAt: toInstant(clocks.system()),
  };
  return { id: event.target, message: event, command, create: true };
};
