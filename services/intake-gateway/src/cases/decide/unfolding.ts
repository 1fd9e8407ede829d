import type { Fact } from '@yimen/case-file';
import type { JsonObject } from '@yimen/kernel';
import type { CaseCommand } from '../command.ts';
import { evolve, type FactType } from '../evolve/evolve.ts';
import type { CaseState } from '../state.ts';

/** A decision while it is made: the facts so far, and the state that they come to. */
export type Unfolding = {
  readonly state: () => CaseState;
  readonly facts: readonly Fact[];
  readonly add: (type: FactType, data: object, marks?: Omit<Fact, 'type' | 'data'>) => void;
};

/** Begins a decision on a state. */
export const unfold = (start: CaseState, { at, actor }: CaseCommand): Unfolding => {
  const facts: Fact[] = [];
  let state = start;
  return {
    state: () => state,
    facts,
    add: (type, data, marks = {}) => {
      const fact: Fact = { type, data: data as JsonObject, ...marks };
      facts.push(fact);
      state = evolve(state, { ...fact, n: 0, at, by: actor });
    },
  };
};
