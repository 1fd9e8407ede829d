import type { BranchStatus, CaseOutcome, Edge } from './state.ts';

/** What the graph needs to know of a branch. */
export type Node = { readonly key: string; readonly status: BranchStatus; readonly after: readonly Edge[] };

/** What follows from the branches as they stand; apply it and nothing more follows. */
export type Consequences = {
  readonly open: readonly string[];
  readonly skip: readonly { readonly key: string; readonly because: 'refusal' | 'stop' }[];
  /** Every branch is final. */
  readonly done: boolean;
};

const FINAL: ReadonlySet<BranchStatus> = new Set(['granted', 'refused', 'skipped', 'withdrawn']);

/** Tells a branch that nothing can change any more. */
export const isFinal = (status: BranchStatus): boolean => FINAL.has(status);

/**
 * Which waiting branches open, and which are skipped. A refused (or withdrawn) branch acts through the edge: `continue`
 * counts as done; `skip-successors` skips who waits for it and, transitively, who waits for them; `stop` skips every
 * branch that is not open yet. A skipped branch skips its successors: what they wait for will never exist.
 */
export const consequences = (branches: readonly Node[]): Consequences => {
  const status = new Map(branches.map(({ key, status }) => [key, status]));
  const stopped = branches.some(({ after }) =>
    after.some((edge) => edge.onRefusal === 'stop' && failed(status.get(edge.branch))),
  );
  const skip: { key: string; because: 'refusal' | 'stop' }[] = [];
  for (let moved = true; moved; ) {
    moved = false;
    for (const { key, after } of branches) {
      if (status.get(key) !== 'waiting') continue;
      const because = stopped ? 'stop' : after.some((edge) => skips(edge, status.get(edge.branch))) && 'refusal';
      if (!because) continue;
      status.set(key, 'skipped');
      skip.push({ key, because });
      moved = true;
    }
  }
  const open = branches
    .filter(
      ({ key, after }) =>
        status.get(key) === 'waiting' && after.every((edge) => satisfied(edge, status.get(edge.branch))),
    )
    .map(({ key }) => key);
  return { open, skip, done: open.length === 0 && [...status.values()].every(isFinal) };
};

const failed = (status: BranchStatus | undefined): boolean => status === 'refused' || status === 'withdrawn';

const skips = (edge: Edge, before: BranchStatus | undefined): boolean =>
  before === 'skipped' || (failed(before) && edge.onRefusal !== 'continue');

const satisfied = (edge: Edge, before: BranchStatus | undefined): boolean =>
  before === 'granted' || (failed(before) && edge.onRefusal === 'continue');

/** How a case ends whose branches are all final. */
export const outcomeOf = (branches: readonly Pick<Node, 'status'>[]): CaseOutcome => {
  const granted = branches.filter(({ status }) => status === 'granted').length;
  if (granted === branches.length) return 'granted';
  return granted === 0 ? 'refused' : 'partly';
};

/** The first fault of a graph as published: an unknown predecessor, a loop, a key twice; or `undefined`. */
export const faultOfGraph = (branches: readonly Pick<Node, 'key' | 'after'>[]): string | undefined => {
  const keys = new Set(branches.map(({ key }) => key));
  if (keys.size < branches.length) return 'Two branches have the same key.';
  const unknown = branches.flatMap(({ after }) => after).find(({ branch }) => !keys.has(branch));
  if (unknown) return `There is no branch ${unknown.branch}.`;
  const settled = new Set<string>();
  for (let moved = true; moved; ) {
    moved = false;
    for (const { key, after } of branches) {
      if (settled.has(key) || !after.every(({ branch }) => settled.has(branch))) continue;
      settled.add(key);
      moved = true;
    }
  }
  return settled.size < branches.length ? 'The branches wait for each other in a circle.' : undefined;
};

/** The branches that come before one, through any number of edges. */
export const predecessorsOf = (branches: readonly Pick<Node, 'key' | 'after'>[], key: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (at: string): void => {
    for (const { branch } of branches.find((one) => one.key === at)?.after ?? []) {
      if (found.has(branch)) continue;
      found.add(branch);
      visit(branch);
    }
  };
  visit(key);
  return found;
};
