import type { JsonObject } from '@yimen/kernel';
import { givenByDefault } from '../dossier/exchanges.ts';
import type { Dossier, Exchange, GivenOutput, Opening } from '../dossier/state.ts';

/** What a submission is made of: the opening, and the whole form and the applicant in clear, for as long as the call. */
export interface SubmissionFacts {
  readonly opening: Opening;
  readonly form: JsonObject;
  readonly applicant: JsonObject;
  /** The number of a document that a branch before this one brought forth. */
  readonly numberOf: (documentCode: string) => string | undefined;
}

/** The department-side rules of one item. */
export interface ItemRules {
  /** Our facts in the words that the item's system takes. Pure. */
  readonly submission?: (facts: SubmissionFacts) => unknown;
  /** What the system's accepted answer gives for the item's documents; their receipt numbers the first unless said. Pure. */
  readonly outputs?: (answer: { readonly receipt?: string; readonly data: JsonObject }) => readonly GivenOutput[];
}

/** Rules by item code; an item without one needs none. */
export type DepartmentRules = Readonly<Record<string, ItemRules>>;

/** What an accepted answer gives, by the item's rule or the default one. */
export const givenBy =
  (rules: DepartmentRules) =>
  (dossier: Dossier, exchange: Exchange): readonly GivenOutput[] => {
    const rule = rules[dossier.opening?.item.code ?? '']?.outputs;
    if (!rule) return givenByDefault(dossier, exchange);
    const receipt = exchange.receipt === undefined ? {} : { receipt: exchange.receipt };
    return rule({ ...receipt, data: exchange.data ?? {} });
  };
