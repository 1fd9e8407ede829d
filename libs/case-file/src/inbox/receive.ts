import { type JsonObject, Outage, type Refusal, refuse } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { DoorParts } from '../door/parts.ts';
import { refuseTooLarge } from '../door/room.ts';
import { plan } from '../history/operation.ts';
import type { StoredFile } from '../store/document.ts';
import type { Delivery, InboxCallbacks, Received } from './delivery.ts';
import { type Folded, fold } from './fold.ts';

/**
 * Takes a batch of messages: by document, several in one write, all documents in one bulk. When it resolves, every
 * message is stored, dropped as a repeat, dead, or owed by its source, and the offsets may be committed.
 */
export const createReceive = <S extends JsonObject, C extends Command>(
  parts: DoorParts<S, C>,
  callbacks: InboxCallbacks<C>,
) => {
  const fold1 = async (id: string, deliveries: readonly Delivery<C>[], giveUpAt: number): Promise<Received> => {
    const remembered = parts.cache.get(id);
    const opens = deliveries.some(({ create, message }) => create && message.sequence === 1);
    let certain = !remembered && !opens;
    let file = certain ? await parts.load(id) : remembered;
    for (;;) {
      if (parts.clocks.system() >= giveUpAt) throw new Outage('A batch could not be settled in time.');
      const folded = fold(parts, id, file, deliveries);
      const saved = !certain && isDoubtful(folded) ? 'unsure' : await save(parts, folded);
      if (saved === 'saved') return tell(parts, callbacks, folded);
      parts.cache.drop(id);
      file = await parts.load(id);
      certain = true;
    }
  };

  /** What waits for its turn at a document; who comes meanwhile is folded into the same write. */
  const gathering = new Map<string, Group<C>>();
  const join = (id: string, deliveries: readonly Delivery<C>[], giveUpAt: number): Promise<Received> => {
    const open = gathering.get(id);
    if (open && open.deliveries.length + deliveries.length <= GROUP_LIMIT) {
      open.deliveries.push(...deliveries);
      return open.settled.then(() => NOTHING);
    }
    const group: Group<C> = { deliveries: [...deliveries], settled: Promise.resolve(NOTHING) };
    gathering.set(id, group);
    const close = (): void => {
      if (gathering.get(id) === group) gathering.delete(id);
    };
    const work = (): Promise<Received> => {
      close();
      return fold1(id, group.deliveries, giveUpAt);
    };
    group.settled = parts.serial(id, work).finally(close);
    return group.settled;
  };

  return async (batch: readonly Delivery<C>[]): Promise<Received> => {
    const giveUpAt = parts.clocks.system() + parts.limits.commandTimeoutMs;
    const groups = Map.groupBy(batch, ({ id }) => id);
    const settled = await Promise.allSettled([...groups].map(([id, deliveries]) => join(id, deliveries, giveUpAt)));
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])).reduce(add, NOTHING);
  };
};

interface Group<C> {
  readonly deliveries: Delivery<C>[];
  /** What became of all of them; counted once, for who came first. */
  settled: Promise<Received>;
}

/** Messages to one document that are folded into one write at the most. */
const GROUP_LIMIT = 64;
const NOTHING: Received = { taken: 0, dropped: 0, parked: 0, dead: 0, forks: 0 };

/** Whatever a stale file could be the reason of is looked at again with a fresh one. */
const isDoubtful = (folded: Folded<unknown, unknown>): boolean =>
  folded.dead.length > 0 || folded.gaps.length > 0 || folded.forks.length > 0;

const save = async <S extends JsonObject, C extends Command>(
  parts: DoorParts<S, C>,
  folded: Folded<S, C>,
): Promise<'saved' | 'lost'> => {
  const { draft } = folded;
  if (folded.accepted.length === 0) return 'saved';
  const planned = plan(parts.aggregate, draft, {
    now: parts.clocks.system(),
    published: parts.published.get(draft.id),
  });
  const tooLarge = refuseTooLarge(draft, planned, parts.limits);
  if (tooLarge) return bury(folded, tooLarge);
  const verdict = await parts.commit(planned.operation);
  if (verdict.is === 'lost') return 'lost';
  if (verdict.is === 'clash') return bury(folded, refuse('already-exists', 'Another file has this.'));
  const { after, entries } = planned;
  parts.cache.put(after);
  parts.saved({ id: after._id, version: after.version, revision: after.revision, entries, file: after });
  return 'saved';
};

/** What the document cannot hold is dead, or its partition would never go on. */
const bury = <S extends JsonObject, C extends Command>(folded: Folded<S, C>, reason: Refusal): 'saved' => {
  folded.dead.push(...folded.accepted.map((delivery) => ({ delivery, reason })));
  folded.accepted.length = 0;
  return 'saved';
};

const tell = async <S extends JsonObject, C extends Command>(
  parts: DoorParts<S, C>,
  callbacks: InboxCallbacks<C>,
  { draft, accepted, dropped, dead, gaps, forks, disowned }: Folded<S, C>,
): Promise<Received> => {
  // first: should a later one fail, the batch comes again, and what resumed is a repeat by then
  for (const lost of disowned) await callbacks.disowned?.(lost);
  for (const { delivery, reason } of dead) await callbacks.dead(delivery, reason);
  for (const fork of forks) await callbacks.alarm(fork);
  if (gaps.length > 0) await owe(parts, callbacks, draft.seen, gaps);
  return { taken: accepted.length, dropped, parked: gaps.length, dead: dead.length, forks: forks.length };
};

/** Keeps in mind what is owed before the offsets go on; asks at once for what is newly missing. */
const owe = async <S extends JsonObject, C extends Command>(
  { store, clocks, limits }: DoorParts<S, C>,
  { askAgain }: InboxCallbacks<C>,
  seen: StoredFile['seen'],
  gaps: readonly Delivery<C>[],
): Promise<void> => {
  const askAt = clocks.system() + limits.askPauseMs;
  const bySource = Map.groupBy(gaps, ({ message }) => message.source);
  const debts = [...bySource].map(([source, missing]) => ({
    _id: `${missing[0]?.id}|${source}`,
    file: missing[0]?.id ?? '',
    source,
    target: missing[0]?.message.target ?? '',
    upTo: Math.max(...missing.map(({ message }) => message.sequence)),
    asks: 0,
    askAt,
  }));
  const fresh = await store.owe(debts);
  for (const { _id, source, target } of debts)
    if (fresh.includes(_id)) await askAgain(source, target, (seen.find((one) => one.source === source)?.n ?? 0) + 1);
};

const add = (a: Received, b: Received): Received => ({
  taken: a.taken + b.taken,
  dropped: a.dropped + b.dropped,
  parked: a.parked + b.parked,
  dead: a.dead + b.dead,
  forks: a.forks + b.forks,
});
