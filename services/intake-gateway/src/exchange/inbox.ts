import { type CaseFiles, type InboxCallbacks, type Relay, relayRequest } from '@yimen/case-file';
import { branchesTopic, domains, dossiersTopic } from '@yimen/contracts';
import { isRefusal, type JsonObject, newId, toInstant } from '@yimen/kernel';
import { type Bury, originalOf, type Publisher, type ReadMessage } from '@yimen/messaging';
import type { CaseCommand } from '../cases/command.ts';
import { type CaseState, dossierIdOf } from '../cases/state.ts';
import type { News } from './news.ts';

/** The door that messages of departments come through. */
export type Cases = CaseFiles<CaseState & JsonObject, CaseCommand>;

/** The topics that departments tell us things on. */
export const newsTopics = domains.map(dossiersTopic);

/** Handles a batch: relay requests are passed on at once, everything else is folded into its case. */
export const createNewsIntake =
  ({
    cases,
    relay,
    onFault,
  }: {
    readonly cases: Cases;
    readonly relay: Pick<Relay, 'rewind'>;
    readonly onFault: (fault: unknown) => void;
  }) =>
  async (messages: readonly ReadMessage<News>[]): Promise<void> => {
    const deliveries = messages.flatMap(({ event }) => (event.is === 'delivery' ? [event.delivery] : []));
    for (const { event } of messages)
      if (event.is === 'relay-request') {
        const { source, target, from } = event.request;
        relay.rewind(source, target, from).catch(onFault); // never waited for inside a batch
      }
    if (deliveries.length > 0) await cases.receive(deliveries);
  };

/** What the inbox needs to put aside, to warn and to ask again. */
export type InboxParts = {
  readonly publish: Publisher['publish'];
  readonly bury: Bury;
  readonly businessNow: () => number;
  /** The state of a case, to know who holds a branch. */
  readonly stateOf: (caseId: string) => Promise<CaseState | undefined>;
  readonly log: { readonly error: (facts: object, message: string) => void };
};

/** What becomes of messages that cannot simply be taken. */
export const createInboxCallbacks = (parts: InboxParts): InboxCallbacks<CaseCommand> => {
  const { publish, bury, businessNow, stateOf, log } = parts;
  return {
    dead: async ({ id, message }, reason) => {
      const why = isRefusal(reason) ? reason.refusal : reason.name;
      log.error({ caseId: id, source: message.source, reason: why }, 'A message was put aside.');
      await bury(originalOf(message), why);
    },
    alarm: (fork) => log.error({ fork }, 'A source used one number twice.'),
    disowned: (lost) => log.error({ lost }, 'A source was restored and has lost messages that were taken here.'),
    askAgain: async (source, target, fromSequence) => {
      const state = await stateOf(target);
      const holder = state?.branches.find(({ key }) => dossierIdOf(target, key) === source);
      if (!holder) return;
      const about = { caseId: target, id: newId(), time: toInstant(businessNow()) };
      await publish([relayRequest(branchesTopic(holder.domain), { source, target, from: fromSequence }, about)]);
    },
  };
};
