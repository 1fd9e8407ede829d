import { isOutage, isRefusal } from '@yimen/kernel';
import type { CloudEvent } from '../../cloud-event.ts';
import { type CaseFiles, createCaseFiles, createNonces } from '../../door/case-files.ts';
import type { Outcome } from '../../entry.ts';
import { type Chaser, createChaser } from '../../inbox/chaser.ts';
import type { Fork } from '../../inbox/delivery.ts';
import { createRelay, type Relay } from '../../relay/relay.ts';
import { createMemory, createMemoryStore, type Memory } from '../../store/memory/memory-store.ts';
import { MORNING, officer, type Permit, type PermitCommand, permit } from '../permit.ts';
import { faultyPublish, type Log, type Logged } from './broker.ts';
import { faultyStore, type Trouble } from './faulty-store.ts';
import { HONEST, type Mutant } from './mutants.ts';
import { createScheduler, type Owner, type Scheduler } from './scheduler.ts';

/** How large a world is and how rough. */
export interface WorldOptions {
  readonly seed: number;
  readonly replicas?: number;
  readonly documents?: number;
  readonly commands?: number;
  readonly crashes?: number;
  readonly trouble?: Trouble;
  readonly mutant?: Mutant;
}

/** What somebody was told of a command. */
interface Acknowledged {
  readonly document: string;
  readonly cause: string;
  readonly outcome: Outcome<Permit>;
}

/** Everything there is at the end of a run. */
export interface World {
  readonly senders: Memory;
  readonly receivers: Memory;
  readonly log: Log;
  readonly acknowledged: readonly Acknowledged[];
  readonly dead: readonly CloudEvent[];
  readonly forks: readonly Fork[];
}

interface Replica extends Owner {
  readonly files: CaseFiles<Permit, PermitCommand>;
  readonly relay: Relay;
  readonly chaser: Chaser;
}

const TARGETS = ['d1', 'd2'];
const CALM: Trouble = { cut: 0, late: 0 };
const STEPS_LIMIT = 60_000;
/** Sweeps after the storm: more than any debt should need. */
const CALM_ROUNDS = 20;

/**
 * Runs clients, several replicas with doors and relays, and consumers with an inbox, over one memory each, in an order
 * and with cuts and crashes that the seed decides; then calms down, sweeps, and answers what is there.
 */
export const runWorld = async (options: WorldOptions): Promise<World> => {
  const {
    replicas = 2,
    documents = 3,
    commands = 14,
    crashes = 2,
    mutant = HONEST,
  } = {
    ...options.mutant?.world,
    ...options,
  };
  const scheduler = createScheduler(options.seed);
  let trouble = options.trouble ?? { cut: 0.08, late: 0.04 };
  const world = {
    senders: createMemory(),
    receivers: createMemory(),
    log: [] as Log,
    late: new Set<Logged>(),
    acknowledged: [] as Acknowledged[],
    dead: [] as CloudEvent[],
    forks: [] as Fork[],
  };
  let made = 0;
  const live: { senders: Replica[]; receivers: Replica[] } = { senders: [], receivers: [] };

  const start = (memory: Memory, aggregateName: 'senders' | 'receivers'): Replica => {
    made += 1;
    const owner: Owner = { dead: false };
    const store = faultyStore(mutant.store(createMemoryStore(memory)), scheduler, owner, () => trouble);
    const files = createCaseFiles<Permit, PermitCommand>({
      aggregate: permit,
      store,
      nonces: mutant.nonces(createNonces(`w${made}`)),
      clocks: { business: scheduler.now, system: scheduler.now },
      limits: {
        commandTimeoutMs: 600,
        settlePauseMs: 1,
        askPauseMs: 1,
        hotEntries: 4,
        segmentEntries: 4,
        ...mutant.limits,
      },
      pause: () => scheduler.gate(owner),
      inbox: {
        dead: ({ message }) => void world.dead.push(message),
        alarm: (fork) => void world.forks.push(fork),
        askAgain: async (source, target, from) => {
          if (scheduler.chance(trouble.cut)) return;
          const [other] = live.senders;
          if (other) void other.relay.rewind(source, target, from).catch(() => {});
        },
      },
    });
    const relay = createRelay<Permit, PermitCommand>({
      files: mutant.relayFiles(files),
      publish: aggregateName === 'senders' ? faultyPublish(world, scheduler, owner, () => trouble) : async () => {},
      subjectOf: ({ id }) => id,
      render: ({ n }) => ({ n }),
      limits: { batchFiles: 2, markDelayMs: 1, retryMs: 1 },
    });
    const replica = Object.assign(owner, {
      files,
      relay,
      chaser: createChaser(files, { firstPauseMs: 1, longestPauseMs: 1 }),
    });
    live[aggregateName].push(replica);
    return replica;
  };
  for (let i = 0; i < replicas; i++) start(world.senders, 'senders');
  for (let i = 0; i < replicas; i++) start(world.receivers, 'receivers');

  const crash = async (): Promise<void> => {
    for (let i = 0; i < scheduler.below(30); i++) await scheduler.gate();
    const kind = scheduler.pick(['senders', 'receivers'] as const);
    const [victim] = live[kind].splice(scheduler.below(live[kind].length), 1);
    if (victim) victim.dead = true;
    start(world[kind], kind);
  };

  const client = createClient(scheduler, () => scheduler.pick(live.senders), world.acknowledged);
  const work: Promise<unknown>[] = [];
  for (let i = 0; i < commands; i++) work.push(client(i, `p${scheduler.below(documents)}`));
  for (let i = 0; i < crashes; i++) work.push(crash());
  let consuming = true;
  const consumers = live.receivers.map((_, i) =>
    createConsumer(
      scheduler,
      world.log,
      () => live.receivers[i],
      mutant,
      () => consuming,
    ),
  );
  const isDone = watch(Promise.all(work));
  await scheduler.run(STEPS_LIMIT, isDone);

  trouble = CALM;
  for (let round = 0; round < CALM_ROUNDS; round++) {
    const sweeps = [...live.senders, ...live.receivers].flatMap(({ relay, chaser }) => [relay.sweep(), chaser.sweep()]);
    const swept = watch(
      Promise.allSettled(sweeps).then(() => Promise.all(live.senders.map(({ relay }) => relay.idle()))),
    );
    const caughtUp = () =>
      swept() && world.late.size === 0 && consumers.every((consumer) => consumer.isAt(world.log.length));
    await scheduler.run(STEPS_LIMIT, caughtUp);
    if (round >= 3 && world.receivers.debts.size === 0) break;
  }
  consuming = false;
  await scheduler.run(STEPS_LIMIT);
  return world;
};

/** Sends one command until its outcome is definite, at times twice at once and to different replicas. */
const createClient =
  (scheduler: Scheduler, replica: () => Replica, acknowledged: Acknowledged[]) =>
  async (i: number, document: string): Promise<void> => {
    for (let j = scheduler.below(20); j > 0; j--) await scheduler.gate();
    const cause = `http:c${i}`;
    const command = commandOf(i, scheduler);
    const once = async (): Promise<void> => {
      for (;;) {
        const to = replica();
        const outcome = await Promise.race([
          to.files.handle(document, command, { id: cause }, { create: true }).catch((error: unknown) => error),
          patience(scheduler, 700),
        ]);
        if (outcome instanceof Error && !isOutage(outcome)) throw outcome;
        if (outcome === undefined || outcome instanceof Error) continue;
        if (!isRefusal(outcome)) acknowledged.push({ document, cause, outcome: outcome as Outcome<Permit> });
        return;
      }
    };
    await Promise.all(scheduler.chance(0.3) ? [once(), once()] : [once()]);
    if (!scheduler.chance(0.2)) return;
    for (let j = scheduler.below(300); j > 0; j--) await scheduler.gate();
    await once();
  };

/** A caller that hears nothing (its process died) asks again. */
const patience = async (scheduler: Scheduler, ms: number): Promise<undefined> => {
  const until = scheduler.now() + ms;
  while (scheduler.now() < until) await scheduler.gate();
};

const commandOf = (i: number, { below }: Scheduler): PermitCommand => {
  const by = { actor: officer, at: MORNING };
  const kind = below(10);
  if (kind < 4) return { step: 'file', title: `t${i}`, tellTo: TARGETS, ...by };
  if (kind < 7) return { step: 'endorse', department: `dep${below(4)}`, ...by };
  return kind < 9 ? { step: 'rename', title: `t${i}`, ...by } : { step: 'hear', word: `w${i}`, ...by };
};

/** Reads the log in order and commits after each batch; two of them read all of it, as at a rebalance. */
const createConsumer = (
  scheduler: Scheduler,
  log: Log,
  replica: () => Replica | undefined,
  mutant: Mutant,
  goesOn: () => boolean,
) => {
  let committed = 0;
  const run = async (): Promise<void> => {
    while (goesOn()) {
      await scheduler.gate();
      const batch = log.slice(committed, committed + 1 + scheduler.below(6));
      if (batch.length === 0) continue;
      if (mutant.commitsFirst) committed += batch.length;
      const to = replica();
      const deliveries = batch
        .filter(({ event }) => TARGETS.includes(event.target))
        .map(({ event }) => mutant.message(event, to?.files.parts.cache.get(event.target)))
        .map((message) => ({
          id: message.target,
          message,
          create: true,
          command: { step: 'hear', word: message.type, actor: officer, at: message.time } as const,
        }));
      const received =
        to && (await Promise.race([to.files.receive(deliveries).catch(() => undefined), patience(scheduler, 700)]));
      if (received && !mutant.commitsFirst) committed += batch.length;
    }
  };
  void run();
  return { isAt: (length: number): boolean => committed >= length };
};

const watch = (promise: Promise<unknown>): (() => boolean) => {
  let done = false;
  let failure: unknown;
  promise.then(
    () => {
      done = true;
    },
    (error: unknown) => {
      failure = error;
      done = true;
    },
  );
  return () => {
    if (failure !== undefined) throw failure;
    return done;
  };
};
