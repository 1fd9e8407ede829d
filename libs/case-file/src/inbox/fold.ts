import { isRefusal, type JsonObject, type Refusal, refuse } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { CloudEvent } from '../cloud-event.ts';
import type { DoorParts } from '../door/parts.ts';
import { sealerFor } from '../door/personal.ts';
import { append } from '../history/append.ts';
import { type Draft, openDraft } from '../history/draft.ts';
import type { StoredFile } from '../store/document.ts';
import type { Delivery, Disowned, Fork } from './delivery.ts';

/** What a run of messages comes to on one document. */
export interface Folded<S, C> {
  readonly draft: Draft<S>;
  readonly accepted: Delivery<C>[];
  dropped: number;
  readonly dead: { readonly delivery: Delivery<C>; readonly reason: Refusal | Error }[];
  readonly gaps: Delivery<C>[];
  readonly forks: Fork[];
  readonly disowned: Disowned[];
}

/** Folds messages into one draft: repeats are dropped, gaps and forks set aside, each source in its own order. */
export const fold = <S extends JsonObject, C extends Command>(
  parts: DoorParts<S, C>,
  id: string,
  file: StoredFile | undefined,
  deliveries: readonly Delivery<C>[],
): Folded<S, C> => {
  const draft = openDraft(parts, id, file);
  const folded: Folded<S, C> = { draft, accepted: [], dropped: 0, dead: [], gaps: [], forks: [], disowned: [] };
  for (const delivery of inOrder(deliveries)) take(parts, folded, delivery);
  return folded;
};

/** Of each source in the order of its numbers: a part relayed again may come after what it precedes. */
const inOrder = <C>(deliveries: readonly Delivery<C>[]): readonly Delivery<C>[] => {
  const sources = new Map<string, Delivery<C>[]>();
  for (const delivery of deliveries) {
    const same = sources.get(delivery.message.source);
    if (same) same.push(delivery);
    else sources.set(delivery.message.source, [delivery]);
  }
  if (sources.size === deliveries.length) return deliveries;
  return [...sources.values()].flatMap((same) => same.sort((a, b) => a.message.sequence - b.message.sequence));
};

const take = <S extends JsonObject, C extends Command>(
  parts: DoorParts<S, C>,
  folded: Folded<S, C>,
  delivery: Delivery<C>,
): void => {
  const { draft } = folded;
  const { message } = delivery;
  const impossible = refuseImpossible(delivery);
  if (impossible) {
    folded.dead.push({ delivery, reason: impossible });
    return;
  }
  const last = draft.seen.find(({ source }) => source === message.source)?.n ?? 0;
  if (message.sequence <= last) {
    const known = knownHash(draft, message);
    folded.dropped += 1;
    if (known !== undefined && known !== message.entryhash)
      folded.forks.push({
        id: draft.id,
        source: message.source,
        sequence: message.sequence,
        known,
        received: message.entryhash,
      });
  } else if (message.sequence > last + 1 && !isResumed(message, last)) folded.gaps.push(delivery);
  else {
    const reason = accept(parts, draft, delivery);
    if (reason) folded.dead.push({ delivery, reason });
    else {
      folded.accepted.push(delivery);
      disown(folded, message, last);
    }
  }
};

/** What is missing before this message is lost at its source, and will never come. */
const isResumed = ({ resumes }: CloudEvent, last: number): boolean =>
  Number.isSafeInteger(resumes) && resumes !== undefined && resumes >= 1 && resumes <= last + 1;

/** Notes that the source has lost messages which were taken here. */
const disown = (folded: Folded<unknown, unknown>, { source, resumes }: CloudEvent, last: number): void => {
  if (resumes !== undefined && resumes <= last)
    folded.disowned.push({ id: folded.draft.id, source, from: resumes, to: last });
};

const refuseImpossible = ({ id, message }: Delivery<unknown>): Refusal | undefined => {
  const { source, sequence, entryhash, target } = message;
  const numbered = Number.isSafeInteger(sequence) && sequence >= 1;
  if (!numbered || typeof entryhash !== 'string' || typeof source !== 'string' || source === '')
    return refuse('message-impossible', 'The message lacks its source, number or hash.');
  return target === id ? undefined : refuse('message-misdirected', 'The message is for another file.', { target });
};

const knownHash = (draft: Draft<unknown>, { source, sequence }: CloudEvent): string | undefined => {
  const seen = draft.seen.find((one) => one.source === source);
  if (seen?.n === sequence) return seen.hash;
  for (const { cause } of [...draft.entries, ...(draft.before?.history ?? [])])
    if ('source' in cause && cause.source === source && cause.n === sequence) return cause.hash;
  return undefined;
};

/** Takes the next message of its source; what went wrong leaves the draft as it was. */
const accept = <S extends JsonObject, C extends Command>(
  parts: DoorParts<S, C>,
  draft: Draft<S>,
  { command, message, create, personal }: Delivery<C>,
): Refusal | Error | undefined => {
  if (!draft.before && draft.seen.length === 0 && !create) return refuse('not-found', 'There is no such file.');
  const link = { source: message.source, n: message.sequence, hash: message.entryhash };
  try {
    const facts = parts.aggregate.decide(draft.state, command);
    if (isRefusal(facts)) return facts;
    const seals =
      personal && facts.some((fact) => fact.seals) ? { seal: sealerFor(parts.keyring, draft, personal) } : {};
    const trouble = append(parts.aggregate, draft, { facts, command, cause: link, ...seals }, parts.limits);
    if (trouble) return trouble;
  } catch (fault) {
    return fault instanceof Error ? fault : new Error('A message could not be decided.', { cause: fault });
  }
  draft.seen = [...draft.seen.filter(({ source }) => source !== message.source), link];
  return undefined;
};
