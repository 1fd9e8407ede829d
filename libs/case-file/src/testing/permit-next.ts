import type { JsonObject } from '@yimen/kernel';
import type { Aggregate, Fact } from '../aggregate.ts';
import { type Permit, type PermitCommand, permit } from './permit.ts';

const inNextWords = ({ title, ...rest }: JsonObject): JsonObject =>
  title === undefined ? rest : { ...rest, heading: title };
const inOldWords = ({ heading, ...rest }: JsonObject): JsonObject =>
  heading === undefined ? rest : { ...rest, title: heading };

/** The same permit one version on: `title` is called `heading`, and a permit is retitled, not renamed. */
export const permitOfNextVersion: Aggregate<Permit, PermitCommand> = {
  ...permit,
  schemaVersion: 2,
  upcasts: {
    1: {
      state: inNextWords,
      fact: ({ type, data }) => ({
        type: type === 'permit.renamed' ? 'permit.retitled' : type,
        data: inNextWords(data),
      }),
    },
  },
  start: inNextWords(permit.start) as Permit,
  decide: (state, command) => {
    const facts = permit.decide(inOldWords(state) as Permit, command);
    return 'refusal' in facts ? facts : facts.map(nextFact);
  },
  evolve: (state, fact) => {
    const type = fact.type === 'permit.retitled' ? 'permit.renamed' : fact.type;
    const before = inOldWords(state) as Permit;
    return inNextWords(permit.evolve(before, { ...fact, type, data: inOldWords(fact.data) })) as Permit;
  },
  scalars: (state) => permit.scalars(inOldWords(state) as Permit),
  answer: (state) => permit.answer(inOldWords(state) as Permit),
};

const nextFact = (fact: Fact): Fact => ({
  ...fact,
  type: fact.type === 'permit.renamed' ? 'permit.retitled' : fact.type,
  data: inNextWords(fact.data),
});
