import { type Refusal, refuse } from '@yimen/kernel';

/** One step of one status: where it may lead, who may take it, which fact it makes and by what law. */
export interface Edge<Status extends string = string, Relation extends string = string> {
  /** Several when the outcome of the step decides (the last branch closes, an earlier one does not). */
  readonly to: Status | readonly Status[];
  /** Relations to the file that may take it, resolved from claims and item before `decide`. */
  readonly by: readonly Relation[];
  /** Absent where the step is borne and nothing comes of it. */
  readonly emits?: string;
  readonly law?: string;
  /** At most once in the life of a file. */
  readonly once?: true;
}

/** The whole life of a file, `status → step → edge`: a step absent from it cannot happen. */
export type Flow<Status extends string = string, Step extends string = string, Relation extends string = string> = {
  readonly [status in Status]: { readonly [step in Step]?: Edge<Status, Relation> };
};

/** Steps taken before, for those that may be taken once. */
export type Done = readonly string[];

/** The edge that a step is in a status for somebody of these relations, or why it is none. */
export const edgeFor = <Status extends string, Step extends string, Relation extends string>(
  flow: Flow<Status, Step, Relation>,
  status: Status,
  step: Step,
  relations: readonly Relation[],
  done: Done = [],
): Edge<Status, Relation> | Refusal => {
  const edge = flow[status][step];
  if (!edge) return refuse('step-not-allowed', `Cannot ${step} what is ${status}.`, { step, status });
  if (!edge.by.some((relation) => relations.includes(relation)))
    return refuse('step-not-yours', `You cannot ${step} this.`, { step });
  if (edge.once && done.includes(step)) return refuse('step-done-before', `One can ${step} once only.`, { step });
  return edge;
};

/** The steps that somebody of these relations may take now, as every answer lists them. */
export const stepsFor = <Status extends string, Step extends string, Relation extends string>(
  flow: Flow<Status, Step, Relation>,
  status: Status,
  relations: readonly Relation[],
  done: Done = [],
): readonly Step[] =>
  (Object.entries(flow[status]) as [Step, Edge<Status, Relation>][])
    .filter(([step, edge]) => edge.by.some((by) => relations.includes(by)) && !(edge.once && done.includes(step)))
    .map(([step]) => step);

/** The statuses that an edge may lead to. */
export const targetsOf = <Status extends string>({ to }: Edge<Status>): readonly Status[] =>
  typeof to === 'string' ? [to] : to;

/** Statuses that no path from `start` reaches; a flow should have none. */
export const unreachable = <Status extends string>(flow: Flow<Status>, start: NoInfer<Status>): readonly Status[] => {
  const reached = new Set<Status>([start]);
  for (const status of reached)
    for (const edge of edgesOf(flow, status)) for (const target of targetsOf(edge)) reached.add(target);
  return (Object.keys(flow) as Status[]).filter((status) => !reached.has(status));
};

/** The edges out of a status. */
export const edgesOf = <Status extends string>(flow: Flow<Status>, status: Status): readonly Edge<Status>[] =>
  Object.values<Edge<Status> | undefined>(flow[status]).filter((edge) => edge !== undefined);
