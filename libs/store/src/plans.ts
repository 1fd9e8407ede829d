import type { Store } from './connection.ts';
import type { Document } from './driver.ts';

/** How the server would run a query. */
export interface Plan {
  /** Stages of the winning plan, e.g. `FETCH`, `IXSCAN`, `SORT`, `COLLSCAN`. */
  readonly stages: readonly string[];
  readonly indexes: readonly string[];
  /** It reads every document. */
  readonly scansCollection: boolean;
  /** It sorts in memory, because no index gives the order. */
  readonly sortsInMemory: boolean;
}

/** Anything of the driver that can be explained: a find or an aggregation cursor. */
export interface Explainable {
  explain(verbosity: 'queryPlanner'): Promise<Document>;
}

/** The plan of a find or an aggregation. */
export const planOf = async (query: Explainable): Promise<Plan> => readPlan(await query.explain('queryPlanner'));

/** The plan of a command such as `{ update, updates }`, `{ findAndModify, … }` or `{ count, query }`. */
export const planOfCommand = async (store: Store, command: Document): Promise<Plan> =>
  readPlan(await store.db.command({ explain: command, verbosity: 'queryPlanner' }));

/** True when an index, and never the whole collection, serves the query. */
export const explainUsesIndex = async (query: Explainable): Promise<boolean> => {
  const plan = await planOf(query);
  return !plan.scansCollection && plan.stages.some((stage) => INDEX_STAGES.has(stage));
};

const INDEX_STAGES: ReadonlySet<string> = new Set([
  'IXSCAN',
  'IDHACK',
  'COUNT_SCAN',
  'DISTINCT_SCAN',
  'EXPRESS_IXSCAN',
]);

const readPlan = (explained: Document): Plan => {
  const stages: string[] = [];
  const indexes: string[] = [];
  collect(explained, stages, indexes);
  return {
    stages,
    indexes,
    scansCollection: stages.includes('COLLSCAN'),
    sortsInMemory: stages.includes('SORT'),
  };
};

/** Plans nest differently per command and server version; a stage is any object with a `stage` in a winning plan. */
const collect = (part: unknown, stages: string[], indexes: string[]): void => {
  if (Array.isArray(part)) {
    for (const it of part) collect(it, stages, indexes);
    return;
  }
  if (typeof part !== 'object' || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === 'stage' && typeof value === 'string') stages.push(value);
    else if (key === 'indexName' && typeof value === 'string') indexes.push(value);
    else if (key !== 'rejectedPlans' && key !== 'command') collect(value, stages, indexes);
  }
};
