import type { CaseStore, CloudEvent, Cut } from '@yimen/case-file';
import { parseCaseNumber } from '@yimen/identifiers';
import { isRefusal } from '@yimen/kernel';
import { type Broker, type IncomingMessage, type Missing, type Places, readJson, readRange } from '@yimen/messaging';
import type { Part } from '../platform.ts';

/** A message whose entry the restored store does not know: told, perhaps acted upon, and forgotten. */
export interface Ghost {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly source: string;
  readonly target: string;
  readonly sequence: number;
  readonly type: string;
  readonly time: string;
  readonly entryhash: string;
  /** Of a dossier's news: how far it was. */
  readonly milestone?: string;
}

/** What the topics know beyond a restored store. */
export interface Ahead {
  readonly ghosts: readonly Ghost[];
  /** Files that are there, but had told more. */
  readonly cut: readonly Cut[];
  /** Files that are not there at all. */
  readonly absent: readonly Cut[];
  /** Case numbers that stand on topics, of absent cases by their id. */
  readonly caseNumbers: ReadonlyMap<string, string>;
  /** The highest number seen of each `division:year`. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The latest business instant of any message. */
  readonly businessAt: string | undefined;
  /** Messages that a topic does not hold: whether the store knows of them cannot be told. */
  readonly missing: readonly Missing[];
}

/** Files whose histories are compared at once. */
const TOGETHER = 20;

/**
 * Compares what one service has told since the backup began with what its restored store remembers: by the hash of each
 * entry, so that no clock is trusted.
 */
export const findAhead = async (
  broker: Broker,
  { tells }: Pick<Part, 'tells'>,
  store: Pick<CaseStore, 'load' | 'history'>,
  from: Places,
): Promise<Ahead> => {
  const told = await readTold(broker, tells, from);
  const ghosts: Ghost[] = [];
  const cut: Cut[] = [];
  const absent: Cut[] = [];
  const sources = [...told.bySource];
  for (let at = 0; at < sources.length; at += TOGETHER) {
    const some = sources.slice(at, at + TOGETHER);
    const present = new Set((await store.load(some.map(([id]) => id))).map(({ _id }) => _id));
    await Promise.all(
      some.map(async ([id, messages]) => {
        const known = new Set(present.has(id) ? (await store.history(id)).map(({ hash }) => hash) : []);
        const mine = messages.filter(({ entryhash }) => !known.has(entryhash));
        if (mine.length === 0) return;
        ghosts.push(...mine);
        (present.has(id) ? cut : absent).push({ file: id, told: highest(messages) });
      }),
    );
  }
  return { ghosts, cut, absent, ...told };
};

const highest = (messages: readonly Ghost[]): Cut['told'] =>
  [...Map.groupBy(messages, ({ target }) => target)].map(([target, mine]) => ({
    target,
    n: Math.max(...mine.map(({ sequence }) => sequence)),
  }));

type Told = Pick<Ahead, 'caseNumbers' | 'numbers' | 'businessAt' | 'missing'> & {
  readonly bySource: ReadonlyMap<string, readonly Ghost[]>;
};

const readTold = async (broker: Broker, topics: readonly string[], from: Places): Promise<Told> => {
  const bySource = new Map<string, Ghost[]>();
  const caseNumbers = new Map<string, string>();
  const numbers: Record<string, number> = {};
  const missing: Missing[] = [];
  let businessAt: string | undefined;
  await readRange(broker, {
    topics,
    from,
    onMissing: (gap) => void missing.push(gap),
    each: (message) => {
      const event = eventOf(message);
      if (!event) return;
      if (businessAt === undefined || event.time > businessAt) businessAt = event.time;
      const { source, data } = event;
      const list = bySource.get(source) ?? [];
      list.push(ghostOf(message, event));
      bySource.set(source, list);
      const number = typeof data['caseNumber'] === 'string' ? parseCaseNumber(data['caseNumber']) : undefined;
      if (!number || isRefusal(number)) return;
      caseNumbers.set(source, number.number);
      const row = `${number.division}:${number.year}`;
      numbers[row] = Math.max(numbers[row] ?? 0, number.serial);
    },
  });
  return { bySource, caseNumbers, numbers, businessAt, missing };
};

/** What is kept of a message, should its entry be forgotten. */
export const ghostOf = (
  { topic, partition, offset }: Pick<IncomingMessage, 'topic' | 'partition' | 'offset'>,
  { source, target, sequence, type, time, entryhash, data: { milestone } }: CloudEvent,
): Ghost => {
  const told = { topic, partition, offset, source, target, sequence, type, time, entryhash };
  return typeof milestone === 'string' ? { ...told, milestone } : told;
};

/** A message that tells an entry; requests and poison tell none. */
export const eventOf = (message: IncomingMessage): CloudEvent | undefined => {
  try {
    const event = readJson(message) as Partial<CloudEvent> | null;
    const whole =
      typeof event?.source === 'string' &&
      typeof event.entryhash === 'string' &&
      typeof event.time === 'string' &&
      Number(event.sequence) >= 1 &&
      typeof event.data === 'object' &&
      event.data !== null;
    return whole ? (event as CloudEvent) : undefined;
  } catch {
    return undefined;
  }
};
