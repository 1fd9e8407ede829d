import { firstImpurity, type JsonObject, type Refusal, refuse } from '@yimen/kernel';
import type { Aggregate, Command, Fact } from '../aggregate.ts';
import type { Cause, Entry } from '../entry.ts';
import type { Limits } from '../limits.ts';
import { numberAddresses } from './counters.ts';
import type { Draft } from './draft.ts';
import { canonicalEntry, hashCanonical, type Unlinked } from './hash.ts';
import { factOf } from './verify.ts';

/** What one decision adds to a draft. */
export interface Decision {
  readonly facts: readonly Fact[];
  readonly command: Command;
  readonly cause: Cause;
  /** Seals the personal part for the entry with this number. */
  readonly seal?: (n: number) => string;
}

/** Links the facts of one decision to the draft; a refusal and a fault leave the draft as it was. */
export const append = <S extends JsonObject, C extends Command>(
  aggregate: Aggregate<S, C>,
  draft: Draft<S>,
  decision: Decision,
  limits: Limits,
): Refusal | undefined => {
  const { facts, command, cause, seal } = decision;
  if (seal && facts.filter((fact) => fact.seals).length !== 1)
    throw new TypeError(`Exactly one fact of ${command.step} must seal the personal part.`);
  const mark = { ...draft, entries: draft.entries.length };
  const revision = facts.some((fact) => fact.edits) ? draft.revision + 1 : draft.revision;
  const undo = (): void => {
    draft.entries.length = mark.entries;
    draft.texts.length = mark.entries;
    Object.assign(draft, { state: mark.state, head: mark.head, out: mark.out, addedBytes: mark.addedBytes });
  };
  try {
    for (const [i, fact] of facts.entries()) {
      const last = i === facts.length - 1;
      const trouble = link(aggregate, draft, { fact, command, cause, ...(seal ? { seal } : {}) }, limits, {
        revision,
        last,
      });
      if (!trouble) continue;
      undo();
      return trouble;
    }
  } catch (fault) {
    undo(); // the inbox goes on with this draft: half a decision would be written with the next one
    throw fault;
  }
  draft.revision = revision;
  return undefined;
};

const link = <S extends JsonObject, C extends Command>(
  aggregate: Aggregate<S, C>,
  draft: Draft<S>,
  { fact, command, cause, seal }: Omit<Decision, 'facts'> & { readonly fact: Fact },
  limits: Limits,
  write: { readonly revision: number; readonly last: boolean },
): Refusal | undefined => {
  const pointer = firstImpurity(fact.data);
  if (pointer !== undefined) return refuse('not-storable', 'A value cannot be stored unchanged.', { pointer });
  const n = draft.head.n + 1;
  const bare = {
    n,
    type: fact.type,
    at: command.at,
    by: command.actor,
    data: fact.data,
    ...(fact.law === undefined ? {} : { law: fact.law }),
    ...(fact.edits ? { edits: true as const } : {}),
    ...(seal && fact.seals ? { sealed: seal(n) } : {}),
    cause,
    ...(aggregate.schemaVersion === 1 ? {} : { v: aggregate.schemaVersion }),
    nonce: draft.nonce,
    prev: draft.head.hash,
  };
  const recorded = factOf(bare);
  const state = aggregate.evolve(draft.state, recorded);
  const numbered = numberAddresses(draft.out, aggregate.addresses(recorded, state));
  const unlinked: Unlinked = {
    ...bare,
    ...(write.last ? { answer: aggregate.answer(state), revision: write.revision } : {}),
    ...(numbered.out.length > 0 ? { out: numbered.out } : {}),
  };
  const canonical = canonicalEntry(unlinked);
  const bytes = Buffer.byteLength(canonical);
  if (bytes > limits.eventLimitBytes)
    return refuse('event-too-large', 'What happened does not fit into one entry.', {
      limitBytes: limits.eventLimitBytes,
    });
  const entry: Entry = { ...unlinked, hash: hashCanonical(canonical) };
  draft.entries.push(entry);
  draft.texts.push(canonical);
  draft.state = state;
  draft.out = numbered.counters;
  draft.head = { n, hash: entry.hash };
  draft.addedBytes += bytes;
  return undefined;
};
