import { createCompiler } from '@yimen/contracts';
import type { Item, Package } from './item.ts';

/** Facts of a service that its items are checked against. */
export interface Place {
  readonly domain: string;
  readonly systems: readonly string[];
}

type Rule = (item: Item, place: Place) => string | undefined;

const LEVELS_OF: Readonly<Record<Item['procedure'], readonly [number, number]>> = {
  INSTANT: [1, 1],
  SIMPLE: [1, 1],
  GENERAL: [2, 2],
  COMPLEX: [2, 6],
};

const rules: readonly Rule[] = [
  ({ domain }, place) => (domain === place.domain ? undefined : `/domain: this service is ${place.domain}`),
  ({ acceptance, delegation }) =>
    acceptance === 'centre' && !delegation ? '/delegation: the centre accepts by a deed of delegation only' : undefined,
  ({ decision, levels, exchange }) =>
    decision === 'system' && (levels.length > 0 || exchange?.when !== 'opened')
      ? '/decision: a system decides by an exchange on opening, and without levels'
      : undefined,
  ({ decision, levels, procedure }) => {
    const [least, most] = LEVELS_OF[procedure];
    if (decision === 'system' || (levels.length >= least && levels.length <= most)) return undefined;
    return `/levels: ${procedure} has ${least === most ? least : `${least} to ${most}`} of them`;
  },
  ({ exchange }, { systems }) =>
    exchange && !systems.includes(exchange.system)
      ? `/exchange/system: this service has no adapter for ${exchange.system}`
      : undefined,
  ({ limits }) =>
    limits.promisedDays > limits.statutoryDays ? '/limits/promisedDays: more than the law gives' : undefined,
  ({ kind, limits }) =>
    (kind === 'instant') === (limits.promisedDays === 0) ? undefined : '/kind: instant means 0 promised days',
  ({ form }) => formMistake(form),
];

/** What is wrong with an item beyond its schema, each by the pointer of the field. */
export const mistakesOfItem = (item: Item, place: Place): readonly string[] =>
  rules.map((rule) => rule(item, place)).filter((mistake) => mistake !== undefined);

/** What is wrong with a package beyond its schema. */
export const mistakesOfPackage = ({
  branches,
  released = [],
  form,
  acceptance,
  delegation,
}: Package): readonly string[] => {
  const keys = branches.map(({ key }) => key);
  const strangers = [...branches.flatMap(({ after = [] }) => after.map(({ branch }) => branch)), ...released.flat()];
  return [
    new Set(keys).size < keys.length ? '/branches: two have the same key' : undefined,
    strangers.some((key) => !keys.includes(key)) ? '/branches: a name in after or released is no branch' : undefined,
    acceptance === 'centre' && !delegation ? '/delegation: the centre accepts by a deed of delegation only' : undefined,
    formMistake(form),
  ].filter((mistake) => mistake !== undefined);
};

const formMistake = (form: Readonly<Record<string, unknown>>): string | undefined => {
  try {
    createCompiler(form)('');
    return undefined;
  } catch (error) {
    return `/form: ${error instanceof Error ? error.message : 'does not compile'}`;
  }
};
