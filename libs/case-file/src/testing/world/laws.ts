import type { CloudEvent } from '../../cloud-event.ts';
import type { Entry } from '../../entry.ts';
import { foldHistory, verifyHistory } from '../../history/verify.ts';
import type { StoredFile } from '../../store/document.ts';
import { createMemoryStore, type Memory } from '../../store/memory/memory-store.ts';
import { permit } from '../permit.ts';
import type { World } from './world.ts';

/** Everything that is wrong in a world, in words; empty when all laws hold. */
export const brokenLaws = async (world: World): Promise<readonly string[]> => {
  const senders = await histories(world.senders);
  const receivers = await histories(world.receivers);
  return [
    ...[...senders, ...receivers].flatMap(brokenHistory),
    ...brokenAcknowledgements(world, senders),
    ...senders.flatMap(({ file, entries }) => brokenTopic(world, file, entries)),
    ...senders.flatMap(({ file, entries }) => brokenInbox(receivers, file, entries)),
    ...world.dead.map(({ id }) => `${id} is dead`),
    ...world.forks.map(({ id, source, sequence }) => `${id} saw a fork of ${source} at ${sequence}`),
    ...[...world.receivers.debts.values()].map(({ _id }) => `${_id} is owed for ever`),
  ];
};

interface Told {
  readonly file: StoredFile;
  readonly entries: readonly Entry[];
}

const histories = async (memory: Memory): Promise<readonly Told[]> => {
  const store = createMemoryStore(memory);
  const ids = [...memory.files.keys()];
  const all = await Promise.all(ids.map((id) => store.history(id)));
  return ids.flatMap((id, i) => {
    const file = memory.files.get(id);
    return file ? [{ file, entries: all[i] ?? [] }] : [];
  });
};

/** Gapless, linked, complete; each cause once; the state is the fold; nothing waits for the relay. */
const brokenHistory = ({ file, entries }: Told): readonly string[] => {
  const broken: string[] = [];
  const link = verifyHistory({ id: file._id, history: entries, head: file.head });
  if (link) broken.push(`${file._id} has a broken ${link.problem} at ${link.n}`);
  if (JSON.stringify(foldHistory(permit, entries)) !== JSON.stringify(file.state))
    broken.push(`${file._id} is not the fold`);
  const runs = entries.filter(({ cause }, i) => JSON.stringify(cause) !== JSON.stringify(entries[i - 1]?.cause));
  const causes = runs.map(({ cause }) => JSON.stringify(cause));
  if (new Set(causes).size !== causes.length) broken.push(`${file._id} has a cause twice`);
  const messages = entries.flatMap(({ cause }) => ('source' in cause ? [`${cause.source}/${cause.n}`] : []));
  if (new Set(messages).size !== messages.length) broken.push(`${file._id} took a message twice`);
  if (file.relayAt !== undefined && entries.some(({ out }) => out))
    broken.push(`${file._id} still waits for the relay`);
  return broken;
};

/** What was acknowledged is in the history, with the answer that was given. */
const brokenAcknowledgements = ({ acknowledged }: World, told: readonly Told[]): readonly string[] =>
  acknowledged.flatMap(({ document, cause, outcome }) => {
    const entries = told.find(({ file }) => file._id === document)?.entries ?? [];
    const made = entries.findLast((entry) => 'id' in entry.cause && entry.cause.id === cause);
    if (!made) return [`${cause} was acknowledged and is not in ${document}`];
    return JSON.stringify(made.answer) === JSON.stringify(outcome.answer) ? [] : [`${cause} was answered otherwise`];
  });

/** Each entry is on the topic for each address, numbered without gaps; nothing else is there. */
const brokenTopic = ({ log }: World, file: StoredFile, entries: readonly Entry[]): readonly string[] => {
  const expected = new Map<string, string[]>();
  const broken: string[] = [];
  for (const { out, hash } of entries)
    for (const { target, sequence } of out ?? []) {
      const hashes = expected.get(target) ?? [];
      if (sequence !== hashes.length + 1) broken.push(`${file._id} numbered ${target} ${sequence}`);
      expected.set(target, [...hashes, hash]);
    }
  const published = [...log].sort((a, b) => a.order - b.order);
  const told = published.flatMap(({ event }) => (event.source === file._id ? [event] : []));
  for (const [target, hashes] of expected)
    broken.push(
      ...brokenOrder(
        `${file._id} to ${target}`,
        told.filter((event) => event.target === target),
        hashes,
      ),
    );
  return broken;
};

const brokenOrder = (name: string, told: readonly CloudEvent[], hashes: readonly string[]): readonly string[] => {
  const broken: string[] = [];
  let next = 1;
  for (const { sequence, entryhash } of told) {
    if (sequence > next) broken.push(`${name}: ${sequence} was told before ${next}`);
    if (sequence === next) next += 1;
    if (hashes[sequence - 1] !== entryhash) broken.push(`${name}: another ${sequence} was told`);
  }
  if (next !== hashes.length + 1) broken.push(`${name}: ${next} was never told`);
  return broken;
};

/** Each receiver has taken each message of the file once, in order. */
const brokenInbox = (
  receivers: readonly Told[],
  { _id, out }: StoredFile,
  entries: readonly Entry[],
): readonly string[] =>
  out
    .filter(({ target }) => target.startsWith('d'))
    .flatMap(({ target, n }) => {
      const taken = (receivers.find(({ file }) => file._id === target)?.entries ?? []).flatMap(({ cause }) =>
        'source' in cause && cause.source === _id ? [`${cause.n}:${cause.hash}`] : [],
      );
      const told = entries.flatMap((entry) =>
        (entry.out ?? []).flatMap((one) => (one.target === target ? [`${one.sequence}:${entry.hash}`] : [])),
      );
      return taken.join() === told.join() ? [] : [`${target} took ${taken.length} of ${n} from ${_id}`];
    });
