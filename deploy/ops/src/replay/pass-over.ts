import {
  type Aggregate,
  type CaseStore,
  type CloudEvent,
  type Command,
  createCaseFiles,
  createMongoStore,
  createNonces,
  type StoredFile,
} from '@yimen/case-file';
import { type JsonObject, newId } from '@yimen/kernel';
import { Obstacle } from '@yimen/local';
import { type IncomingMessage, readJson } from '@yimen/messaging';
import { type Part, partsOf, type Target } from '../platform.ts';
import { withStore } from '../restore/barriers.ts';
import { type DeadMessage, noteDone, originOf } from './replay.ts';

/**
 * Lets each file go on behind a dead message that a human has settled by hand, as if it had been taken; what waits behind
 * it is asked for by the file's own service. Safe while services run. Answers the messages that were not the next of
 * their source: something before them is to be settled first, or they have been taken meanwhile.
 */
export const passOver = async (
  target: Target,
  topic: string,
  chosen: readonly DeadMessage[],
): Promise<readonly DeadMessage[]> => {
  const left: DeadMessage[] = [];
  const settled: DeadMessage[] = [];
  try {
    for (const dead of chosen) (await passOne(target, topic, dead)) ? settled.push(dead) : left.push(dead);
  } finally {
    // whatever stops the others, these are passed over
    await noteDone(target.kafkaBrokers, topic, settled, 'passed over');
  }
  return left;
};

const passOne = async (target: Target, topic: string, dead: DeadMessage): Promise<boolean> => {
  const place = placeOf(dead.message);
  if (!place) throw new Obstacle(`${dead.place} is no message of a history: no file waits behind it.`);
  const origin = originOf(topic, dead.message);
  const part = partsOf(target).find(({ hears }) => hears.includes(origin));
  if (!part) throw new Obstacle(`No service of this platform folds ${origin} into its files.`);
  const { target: id, ...settled } = place;
  return passIn(target, part, id, settled);
};

/** Whose message it is, and which, whatever it tells: that may be why it is dead. */
const placeOf = (message: IncomingMessage): (Settled & { readonly target: string }) | undefined => {
  try {
    const { source, sequence, entryhash, target } = readJson(message) as Partial<CloudEvent>;
    const isWhole = [source, entryhash, target].every((part) => typeof part === 'string') && Number(sequence) >= 1;
    return isWhole ? ({ source, sequence, entryhash, target } as Settled & { target: string }) : undefined;
  } catch {
    return undefined;
  }
};

type Settled = Parameters<ReturnType<typeof filesOf>['passOver']>[1];

const passIn = (target: Target, part: Part, id: string, settled: Settled): Promise<boolean> =>
  withStore(target, part.database, async (store) =>
    filesOf(await createMongoStore(store, part.aggregate), part).passOver(id, settled),
  );

/**
 * The files of a service whose rules are not known here: whatever is written leaves state, scalars and dates of a file as
 * they were read with it.
 */
const filesOf = (store: CaseStore, { aggregate: name }: Part) => {
  let read: StoredFile | undefined;
  const asItStands: Aggregate<JsonObject, Command> = {
    name,
    get schemaVersion() {
      return read?.schemaVersion ?? 1;
    },
    start: {},
    decide: () => [],
    evolve: (state) => state,
    addresses: () => [],
    scalars: () => read?.find ?? {},
    wakeAt: () => read?.wakeAt,
    answer: () => ({}),
  };
  const load: CaseStore['load'] = async (ids) => {
    const files = await store.load(ids);
    read = files[0];
    return files;
  };
  return createCaseFiles({
    aggregate: asItStands,
    store: { ...store, load },
    nonces: createNonces(`ops-${newId()}`),
    clocks: { system: Date.now, business: Date.now },
  });
};
