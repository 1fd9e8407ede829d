import { type Edge, type Flow, targetsOf } from './flow.ts';

/** The mermaid drawing of a flow, as it stands in a README; steps between the same two statuses share an arrow. */
export const drawFlow = <Status extends string>(flow: Flow<Status>, start: NoInfer<Status>): string => {
  const arrows = new Map<string, string[]>();
  for (const [status, steps] of Object.entries<Readonly<Record<string, Edge<Status> | undefined>>>(flow))
    for (const [step, edge] of Object.entries(steps))
      for (const target of edge ? targetsOf(edge) : []) {
        const arrow = `${nameOf(status)} --> ${nameOf(target)}`;
        arrows.set(arrow, [...(arrows.get(arrow) ?? []), step]);
      }
  const lines = [...arrows].map(([arrow, steps]) => `  ${arrow}: ${steps.join(', ')}`);
  const ends = Object.entries<object>(flow)
    .filter(([, steps]) => Object.keys(steps).length === 0)
    .map(([status]) => `  ${nameOf(status)} --> [*]`);
  return ['stateDiagram-v2', `  [*] --> ${nameOf(start)}`, ...lines, ...ends].join('\n');
};

/** Mermaid takes no hyphens in the names of states. */
const nameOf = (status: string): string => status.replaceAll('-', '_');
