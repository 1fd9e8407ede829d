import { isRefusal, type JsonObject, Outage, type Refusal, refuse } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { Entry, Outcome } from '../entry.ts';
import { append } from '../history/append.ts';
import { openDraft } from '../history/draft.ts';
import { type Planned, plan } from '../history/operation.ts';
import type { StoredFile } from '../store/document.ts';
import type { DoorParts } from './parts.ts';
import { sealerFor } from './personal.ts';
import { refuseTooLarge, refuseWhenFull, yields } from './room.ts';
import { viewOf } from './view.ts';
import { within } from './within.ts';

/** What made a command: an id in a name space (`http:<subject>:<route>:<key>`, `timer:<name>:<due at>`) and a digest of the request. */
export interface RequestCause {
  readonly id: string;
  readonly digest?: string;
}

/** How a command is to be taken. */
export interface HandleOptions {
  /** The revision that the caller has seen; another one is refused as `revision-mismatch`. */
  readonly ifMatch?: number;
  /** Sealed into the entry of the fact that `seals`. */
  readonly personal?: JsonObject;
  /** The file may not exist yet. */
  readonly create?: boolean;
}

/** What a decision stands on. Only a file loaded for this attempt is certain; what was cached or assumed may be stale. */
interface Basis {
  readonly file: StoredFile | undefined;
  readonly certain: boolean;
}

type Settled<S> = Outcome<S> | Refusal;

interface Asked<C> {
  readonly id: string;
  readonly command: C;
  readonly cause: RequestCause;
  readonly options: HandleOptions;
}

/** The one door: HTTP and timers come through here, each idempotent by its cause. */
export const createHandle = <S extends JsonObject, C extends Command>(parts: DoorParts<S, C>) => {
  const { cache, clocks, limits } = parts;

  const fromStore = async (id: string): Promise<Basis> => ({ file: await parts.load(id), certain: true });

  const attempts = async (asked: Asked<C>, giveUpAt: number): Promise<Settled<S>> => {
    const { id, options } = asked;
    const remembered = cache.get(id);
    let basis = remembered || options.create ? { file: remembered, certain: false } : await fromStore(id);
    for (;;) {
      if (clocks.system() >= giveUpAt) throw new Outage('The command could not be settled in time.');
      const settled = await attempt(asked, basis);
      if (settled) return settled;
      basis = await fromStore(id);
    }
  };

  /** One run from the top; `undefined` when it was lost, or could be wrong because its basis may be stale. */
  const attempt = async (asked: Asked<C>, basis: Basis): Promise<Settled<S> | undefined> => {
    const step = await consider(parts, asked, basis);
    if (!('planned' in step)) return basis.certain || step.definite ? step.settled : undefined;
    const verdict = await parts.commit(step.planned.operation);
    if (verdict.is === 'won') return win(step.planned);
    cache.drop(asked.id);
    if (verdict.is === 'lost') return undefined;
    return refuse('already-exists', 'Another file has this.');
  };

  const win = ({ after, entries }: Planned): Outcome<S> => {
    cache.put(after);
    parts.saved({ id: after._id, version: after.version, revision: after.revision, entries, file: after });
    return {
      id: after._id,
      answer: entries.at(-1)?.answer ?? {},
      revision: after.revision,
      replayed: false,
      file: viewOf<S>(after),
    };
  };

  return async (id: string, command: C, cause: RequestCause, options: HandleOptions = {}): Promise<Settled<S>> => {
    const giveUpAt = clocks.system() + limits.commandTimeoutMs;
    const work = parts.serial(id, () => attempts({ id, command, cause, options }, giveUpAt));
    return within(work, limits.answerTimeoutMs);
  };
};

/** Decides on one basis: a plan to write, or an answer (`definite` when no fresher basis could change it). */
const consider = async <S extends JsonObject, C extends Command>(
  parts: DoorParts<S, C>,
  { id, command, cause, options }: Asked<C>,
  { file }: Basis,
): Promise<{ readonly planned: Planned } | { readonly settled: Settled<S>; readonly definite: boolean }> => {
  const { aggregate, limits } = parts;
  const settle = (settled: Settled<S>, definite = false) => ({ settled, definite });
  if (!file && !options.create) return settle(refuse('not-found', 'There is no such file.'));
  if (file) {
    const done = await doneBefore(parts, file, cause);
    if (done) return settle(replay(file, cause, done), true);
  }
  if (options.ifMatch !== undefined && options.ifMatch !== (file?.revision ?? 0))
    return settle(refuse('revision-mismatch', 'It was changed in the meantime.', { revision: file?.revision ?? 0 }));
  const human = yields(aggregate, command);
  const full = file && human ? refuseWhenFull(file, limits) : undefined;
  if (full) return settle(full);

  const draft = openDraft(parts, id, file);
  const facts = aggregate.decide(draft.state, command);
  if (isRefusal(facts)) return settle(facts);
  if (facts.length === 0) {
    if (!file) return settle(refuse('not-found', 'There is no such file.'));
    const answer = aggregate.answer(draft.state);
    return settle({ id, answer, revision: file.revision, replayed: false, file: viewOf<S>(file) });
  }
  const seal = options.personal ? { seal: sealerFor(parts.keyring, draft, options.personal) } : {};
  const trouble = append(aggregate, draft, { facts, command, cause, ...seal }, limits);
  if (trouble) return settle(trouble);
  const planned = plan(aggregate, draft, {
    now: parts.clocks.system(),
    published: parts.published.get(draft.id),
  });
  const tooLarge = refuseTooLarge(draft, planned, limits, human);
  return tooLarge ? settle(tooLarge) : { planned };
};

/** The last entry that this cause made, wherever it is kept by now. */
const doneBefore = async <S extends JsonObject, C extends Command>(
  { store }: DoorParts<S, C>,
  file: StoredFile,
  { id }: RequestCause,
): Promise<Entry | undefined> => {
  const isIt = (entry: Entry): boolean => 'id' in entry.cause && entry.cause.id === id;
  const near = file.history.findLast(isIt);
  if (near || file.history.length >= file.head.n) return near;
  return (await store.entriesOf(file._id, id)).at(-1);
};

const replay = <S>(file: StoredFile, cause: RequestCause, done: Entry): Settled<S> => {
  if ('id' in done.cause && done.cause.digest !== cause.digest)
    return refuse('idempotency-key-reused', 'This key was used for another request.');
  return {
    id: file._id,
    answer: done.answer ?? {},
    revision: done.revision ?? file.revision,
    replayed: true,
    file: viewOf<S>(file),
  };
};
