import { join } from 'node:path';
import { type PartName, type Replica, SERVICES, type ServiceName, type Stack, SYSTEMS, startStack } from '@yimen/local';
import type { Patch } from '../../preload/orders.ts';
import { type Cluster, startBrokers, startReplicaSet } from './cluster.ts';
import { type Ending, endingIn, unordered } from './endings.ts';
import type { WeatherLine } from './line.ts';
import { openSwitchboard, type Switchboard } from './switchboard.ts';
import { openTlsFront, type TlsFront } from './tls-front.ts';

const CLUSTERS = { brokers: startBrokers, 'replica-set': startReplicaSet };

/** Who waits for news that got lost asks soon here; in life it is minutes. */
const HASTE = Object.fromEntries(Object.keys(SYSTEMS).map((system) => [system, { pollMs: 4_000 }]));

/** A part that listens to the harness. */
type Part = ServiceName | 'simulators';

/** What a round is played on: a whole platform, and the hands that reach into its processes. */
export interface Stage {
  readonly stack: Stack;
  readonly dir: string;
  readonly board: (part: Part) => Switchboard;
  /** One more process of a service, of another version: with these pieces of its source replaced. */
  readonly beside: (service: ServiceName, patches: readonly Patch[]) => Promise<Replica>;
  readonly cluster?: Cluster;
  /** TLS in front of L06. */
  readonly front?: TlsFront;
  /** Lines that end with the stage: what is deaf on them before the platform does, the rest after it. */
  readonly adopt: (lines: Pick<WeatherLine, 'hangUp' | 'close'>) => void;
  /** One ending of this part is the harness's own doing. */
  readonly mayEnd: (part: PartName) => void;
  /** The programs that ended by themselves though nobody ordered it. */
  readonly endedByThemselves: () => readonly Ending[];
  readonly close: () => Promise<void>;
}

/** How a stage is set. */
export interface StageOptions {
  /** A folder of its own for data, logs and orders. */
  readonly dir: string;
  readonly mutant?: readonly Patch[];
  /** The clocks of the services can be bent. */
  readonly bendsTime?: boolean;
  /** Servers of which there are three. */
  readonly servers?: keyof typeof CLUSTERS;
  /** L06 is reached by TLS. */
  readonly tls?: boolean;
  readonly tell: (sentence: string) => void;
}

/** Starts a platform whose processes listen to the harness. */
export const openStage = async (options: StageOptions): Promise<Stage> => {
  const { dir, mutant = [], bendsTime = false, servers, tls = false, tell } = options;
  const boards = new Map(
    [...SERVICES, 'simulators' as const].map((name): [Part, Switchboard] => [
      name,
      openSwitchboard(join(dir, 'orders'), name, mutant, bendsTime),
    ]),
  );
  const board = (part: Part): Switchboard => {
    const found = boards.get(part);
    if (!found) throw new Error(`There is no ${part}.`);
    return found;
  };
  const cluster = servers && (await CLUSTERS[servers](join(dir, 'cluster')));
  const front = tls ? await openTlsFront(join(dir, 'tls')) : undefined;
  const closeOthers = async (): Promise<void> => {
    await cluster?.close();
    await front?.close();
  };
  const adopted: Pick<WeatherLine, 'hangUp' | 'close'>[] = [];
  const endings: Ending[] = [];
  const excused: string[] = [];
  const crashesOf = (name: string): number =>
    SERVICES.filter((service) => service === name).reduce((sum, service) => sum + board(service).crashes(), 0);
  const stack = await startStack({
    stateDir: join(dir, 'state'),
    settings: settingsOf(boards, front),
    systems: systemsWith(front),
    ...(cluster ? { env: { PATH: process.env['PATH'], ...cluster.env } } : {}),
    tell: (sentence) => {
      const ending = endingIn(sentence);
      if (ending) endings.push(ending);
      tell(sentence);
    },
  }).catch(async (error: unknown) => {
    await closeOthers();
    throw error;
  });
  front?.sendTo(Number(new URL(stack.urls.simulators).port));
  return {
    stack,
    dir,
    board,
    ...(cluster ? { cluster } : {}),
    ...(front ? { front } : {}),
    beside: (service, patches) => {
      const own = openSwitchboard(join(dir, 'orders'), `${service}-beside`, [...mutant, ...patches], bendsTime);
      return stack.replicate(service, own.settings);
    },
    adopt: (lines) => void adopted.push(lines),
    mayEnd: (part) => void excused.push(part), // a server is called MongoDB where it is told of
    endedByThemselves: () =>
      unordered(endings, (name) => crashesOf(name) + excused.filter((part) => part === name.toLowerCase()).length),
    close: async () => {
      for (const lines of adopted) lines.hangUp();
      await stack.stop();
      for (const lines of adopted) lines.close();
      await closeOthers();
    },
  };
};

const FRONTED = { system: 'L06', owner: 'household-registration' } as const;

const settingsOf = (boards: ReadonlyMap<Part, Switchboard>, front: TlsFront | undefined) =>
  Object.fromEntries(
    [...boards].map(([name, { settings }]) => [
      name,
      front && name === FRONTED.owner ? { ...settings, NODE_EXTRA_CA_CERTS: front.certificate } : settings,
    ]),
  );

const systemsWith = (front: TlsFront | undefined) =>
  front
    ? {
        ...HASTE,
        [FRONTED.system]: { ...HASTE[FRONTED.system], url: `https://127.0.0.1:${front.port}/${FRONTED.system}` },
      }
    : HASTE;
