import type { ServiceName } from '@yimen/local';
import { connectBroker } from '@yimen/messaging';
import type { Evidence, Restored, Violation } from '../checker/evidence.ts';
import type { Line } from '../load/diary.ts';
import { type Load, startLoad, type Trip } from '../load/load.ts';
import type { Chance } from '../platform/chance.ts';
import type { Cluster } from '../platform/cluster.ts';
import type { Links } from '../platform/links.ts';
import type { Stage } from '../platform/stage.ts';

/** What a fault strikes. */
export interface Scene {
  readonly stage: Stage;
  readonly chance: Chance;
  /** When a fault of this round has laid them. */
  readonly links?: Links;
  /** 1 for the whole length of a fault, less for a short run. */
  readonly length: number;
  /** Puts messages on a topic that the platform never sent, and remembers them for the checker. */
  readonly plant: (messages: readonly Planted[]) => Promise<void>;
  /** Journeys that begin per second all the while. */
  readonly perSecond: number;
  /** One more load, that the round is to end and look at. */
  readonly join: (load: Load) => void;
  /** Everybody who has come so far, in all loads. */
  readonly trips: () => readonly Trip[];
  /** Everything they asked and heard so far. */
  readonly lines: () => readonly Line[];
  /** Everybody of the usual load gives up now, and nobody new comes. */
  readonly abandon: () => Promise<void>;
  /** Everything was set back. */
  readonly remember: (restored: Restored) => void;
  /** One more gateway that front ends may ask from now on. */
  readonly offer: (gateway: string) => void;
  /** The hurt is over now; what the strike still does is to look. */
  readonly healed: () => void;
  /** Files so many cases that nobody will ever answer. */
  readonly fileSilent: (count: number) => Promise<void>;
  /** Something that could be seen only while it hurt. */
  readonly blame: (violation: Violation) => void;
  readonly say: (sentence: string) => void;
}

/** A message of the harness. */
export interface Planted {
  readonly topic: string;
  readonly key: string;
  readonly text: string;
  /** It must end on `.dead`. */
  readonly poison: boolean;
}

/** One way in which the world hurts the platform. */
export interface Fault {
  readonly name: string;
  readonly title: string;
  /** Before anybody comes. */
  readonly prepare?: (scene: Pick<Scene, 'stage' | 'chance'>) => Promise<Pick<Scene, 'links'>>;
  /** Hurts, holds and heals, under load all the while; throws when the hurt could not be done. */
  readonly strike: (scene: Scene) => Promise<void>;
  /** How long everything may take to be as it should after the heal. */
  readonly convergeMs?: number;
  /** The share of cases that go to legacy systems, if it must be another than usual. */
  readonly companies?: number;
  /** How much of the usual load comes, where so much is hurt for so long that all of it could never be served; all of it unless given. */
  readonly loadShare?: number;
  readonly bendsTime?: boolean;
  /** Of each system so many exchanges may end in front of a human, and their cases wait there. */
  readonly mayNeedReview?: Readonly<Record<string, number>>;
  /** Servers of which there are three. */
  readonly servers?: 'brokers' | 'replica-set';
  /** L06 is reached by TLS. */
  readonly tls?: true;
  /** Services that run twice. */
  readonly replicas?: readonly ServiceName[];
  /** The state of a case in the words that the checker knows, if some are written in others. */
  readonly words?: NonNullable<Evidence['words']>;
  /** What must hold in place of the invariants. */
  readonly judge?: (evidence: Evidence) => readonly Violation[];
  /** What must hold under this fault beside the invariants. */
  readonly alsoHolds?: (evidence: Evidence) => readonly Violation[];
}

/** The three nodes of the stage. */
export const nodesOf = ({ stage }: Pick<Scene, 'stage'>): Cluster => {
  if (!stage.cluster) throw new Error('This stage has no three nodes of anything.');
  return stage.cluster;
};

/** The lines of the platform. */
export const linksOf = ({ links }: Pick<Scene, 'links'>): Links => {
  if (!links) throw new Error('Nobody has laid lines.');
  return links;
};

/** More who come, as a load of its own. */
export const more = ({ stage, chance, join }: Scene, name: string, perSecond: number, companies = 0.1): Load => {
  const load = startLoad(stage, { seed: Math.floor(chance() * 1e6), perSecond, companies, name });
  join(load);
  return load;
};

/** Everybody must be through by then, unless a fault says why it takes longer. */
export const CONVERGE_MS = 30_000;

const BATCH_MESSAGES = 200;
/** A broker takes no more than a mebibyte for one partition at once, and a text may be nearly as large. */
const BATCH_BYTES = 920_000;

/** In their order; one that is larger than a batch goes alone. */
function* batchesOf<T extends { readonly text: string }>(messages: readonly T[]): Generator<readonly T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.text);
    if (batch.length > 0 && (batch.length >= BATCH_MESSAGES || bytes + size > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Puts texts on topics as they are; our own publisher would refuse the half of them. */
export const intoTopics = async ({ stack }: Stage, messages: readonly Omit<Planted, 'poison'>[]): Promise<void> => {
  const { kafka } = connectBroker({ brokers: stack.urls.kafkaBrokers, clientId: 'harness' }).client();
  const producer = kafka.producer();
  await producer.connect();
  for (const batch of batchesOf(messages))
    await producer.sendBatch({
      topicMessages: [...Map.groupBy(batch, ({ topic }) => topic)].map(([topic, some]) => ({
        topic,
        messages: some.map(({ key, text }) => ({ key, value: text })),
      })),
    });
  await producer.disconnect();
};
