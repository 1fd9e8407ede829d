import { createSecretKey, randomBytes } from 'node:crypto';
import {
  type CloudEvent,
  createCaseFiles,
  createMemory,
  createMemoryStore,
  createNonces,
  foldHistory,
  verifyHistory,
} from '@yimen/case-file';
import type { JsonObject } from '@yimen/kernel';
import { createKeyring } from '@yimen/personal-data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cases } from '../parts.ts';
import {
  acknowledged,
  aggregate,
  alreadyDecided,
  askers,
  branchWithdrawn,
  commandOf,
  decided,
  fileOrder,
  MORNING,
  plan,
} from './case.fixture.ts';
import type { CaseCommand } from './command.ts';
import { isFinal, type Node } from './graph.ts';
import { graphs, plannedBranches } from './graphs.fixture.ts';
import type { Order } from './steps.ts';

const ID = 'c'.repeat(22);
const clocks = { business: () => Date.parse(MORNING), system: () => 0 };
const keyring = createKeyring({
  master: createSecretKey(randomBytes(32)),
  masterKid: '1',
  blindIndexKey: createSecretKey(randomBytes(32)),
});

/** Two replicas of the gateway on one store, and departments that decide and answer as the contract says. */
const setUp = () => {
  const memory = createMemory();
  const dead: string[] = [];
  const replicas: readonly Cases[] = ['a', 'b'].map((name) =>
    createCaseFiles({
      aggregate,
      store: createMemoryStore(memory),
      keyring,
      nonces: createNonces(name),
      clocks,
      inbox: {
        dead: ({ message }, reason) =>
          void dead.push(`${message.type} ${'refusal' in reason ? reason.refusal : reason.message}`),
        alarm: () => void dead.push('fork'),
        askAgain: () => undefined,
      },
    }),
  );
  const [first] = replicas;
  if (!first) throw new Error('There is no replica.');
  return { dead, first, replica: (pick: number): Cases => replicas[pick % replicas.length] ?? first };
};

type Told = { readonly source: string; readonly sequence: number; readonly order: Order };

/** What departments have said so far, and what they know: a dossier per branch that was opened. */
const createDepartments = () => {
  const dossiers = new Map<string, { outcome?: 'granted' | 'refused'; gone: boolean; said: number }>();
  const told: Told[] = [];
  const say = (branch: string, order: Order): void => {
    const dossier = dossiers.get(branch);
    if (!dossier) return;
    dossier.said += 1;
    told.push({ source: `${ID}.${branch}`, sequence: dossier.said, order });
  };
  return {
    told,
    open: (branch: string): void => {
      if (dossiers.has(branch)) return;
      dossiers.set(branch, { gone: false, said: 0 });
      say(branch, acknowledged(branch));
    },
    decide: (branch: string, outcome: 'granted' | 'refused'): void => {
      const dossier = dossiers.get(branch);
      if (!dossier || dossier.outcome || dossier.gone) return;
      dossier.outcome = outcome;
      say(branch, decided(branch, outcome));
    },
    withdraw: (branch: string): void => {
      const dossier = dossiers.get(branch);
      if (!dossier || dossier.gone) return;
      if (!dossier.outcome) dossier.gone = true;
      say(branch, dossier.outcome ? alreadyDecided(branch, dossier.outcome) : branchWithdrawn(branch));
    },
    undecided: (): readonly string[] =>
      [...dossiers].filter(([, { outcome, gone }]) => !outcome && !gone).map(([branch]) => branch),
  };
};

const messageOf = ({ source, sequence, order }: Told): { message: CloudEvent; command: CaseCommand } => ({
  message: {
    specversion: '1.0',
    id: `${source}/${sequence}`,
    source,
    type: order.step,
    subject: ID,
    time: MORNING,
    datacontenttype: 'application/json',
    sequence,
    target: ID,
    entryhash: `${source}/${sequence}`,
    data: {},
  },
  command: commandOf(order, askers.branch),
});

const schedule = fc.record({
  graph: graphs,
  withdrawAt: fc.option(fc.nat(20), { nil: undefined }),
  moves: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 10, maxLength: 40 }),
});

/** Runs one schedule to its end: whatever was not delivered by chance is delivered then, in random order, twice. */
const run = async ({
  graph,
  withdrawAt,
  moves,
}: {
  graph: readonly Pick<Node, 'key' | 'after'>[];
  withdrawAt: number | undefined;
  moves: readonly (readonly [number, number, boolean])[];
}) => {
  const { dead, first, replica } = setUp();
  const departments = createDepartments();
  const order = fileOrder({ id: ID, accept: true, plan: plan({ kind: 'package', branches: plannedBranches(graph) }) });
  const personal = { applicant: {}, form: {} };
  await first.handle(ID, commandOf(order, askers.centre), { id: 'file' }, { create: true, personal });
  const asked = new Set<number>();

  /** Departments hear what the history says it told them. */
  const hear = async (): Promise<void> => {
    for (const entry of await first.history(ID)) {
      if (asked.has(entry.n)) continue;
      asked.add(entry.n);
      const branch = String((entry.data as JsonObject)['branch'] ?? '');
      if (entry.type === 'branch.opened') departments.open(branch);
      if (entry.type === 'branch.withdrawal-asked') departments.withdraw(branch);
    }
  };
  const deliver = (picks: readonly number[], by: number) =>
    replica(by).receive(
      picks.flatMap((pick) => {
        const told = departments.told[pick % Math.max(1, departments.told.length)];
        return told ? [{ id: ID, ...messageOf(told) }] : [];
      }),
    );

  for (const [i, [pick, by, flag]] of moves.entries()) {
    await hear();
    if (i === withdrawAt)
      await replica(by).handle(ID, commandOf({ step: 'withdraw' }, askers.citizen), { id: 'withdraw' });
    const [branch] = departments.undecided().slice(pick % Math.max(1, departments.undecided().length));
    if (branch !== undefined && pick % 3 > 0) departments.decide(branch, flag ? 'granted' : 'refused');
    // two replicas take overlapping batches in the same instant
    await Promise.all([deliver([pick, pick + 1, by], by), deliver([pick, by + 1], by + 1)]);
  }
  for (let rounds = 0; rounds <= 2 * graph.length; rounds++) {
    await hear();
    for (const branch of departments.undecided()) departments.decide(branch, 'granted');
    const all = departments.told.map((_, i) => i);
    await Promise.all([deliver(all, 0), deliver(all, 1)]);
  }
  await hear();
  const file = await first.load(ID);
  if (!file) throw new Error('The case is lost.');
  return { dead, file, history: await first.history(ID) };
};

describe('a joint case under any schedule of decisions, duplicates, disorder and a withdrawal', () => {
  it('ends exactly once, with every branch final, a whole chain, and a state that is the fold of its facts', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (given) => {
        const { dead, file, history } = await run(given);
        const ends = history.filter(({ type }) => type === 'case.closed' || type === 'case.withdrawn');
        expect(ends).toHaveLength(1);
        expect(file.state.branches.filter(({ status }) => !isFinal(status))).toEqual([]);
        expect(verifyHistory({ id: ID, history, head: file.head })).toBeUndefined();
        expect(foldHistory(aggregate, history)).toEqual(file.state);
        expect(dead).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('opens each branch at most once, and never one that was skipped', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (given) => {
        const { history } = await run(given);
        const branchesOf = (wanted: string) =>
          history.filter(({ type }) => type === wanted).map(({ data }) => String((data as JsonObject)['branch']));
        const opened = branchesOf('branch.opened');
        const skipped = branchesOf('branch.skipped');
        expect(new Set(opened).size).toBe(opened.length);
        expect(new Set(skipped).size).toBe(skipped.length);
        expect(skipped.filter((key) => opened.includes(key))).toEqual([]);
        expect(opened.length + skipped.length).toBe(given.graph.length);
      }),
      { numRuns: 100 },
    );
  });

  it('calls no human when nothing unforeseen happens', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (given) => {
        const { file } = await run(given);
        expect(file.state.humanNeeded).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

describe('five branches decided in the same instant', () => {
  it('close the case once, though two replicas take the decisions at once', async () => {
    const graph = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, after: [] }));
    const { file, history } = await run({ graph, withdrawAt: undefined, moves: [] });
    expect(history.filter(({ type }) => type === 'case.closed')).toHaveLength(1);
    expect(file.state).toMatchObject({ status: 'closed', outcome: 'granted' });
  });
});
