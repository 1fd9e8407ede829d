import { isRefusal, type JsonObject, type Refusal, refuse } from '@yimen/kernel';
import { givenByDefault } from '../dossier/exchanges.ts';
import type { Dossier, Exchange, GivenOutput, Opening } from '../dossier/state.ts';

/** What a submission is made of: the opening, and the whole form and the applicant in clear, for as long as the call. */
export interface SubmissionFacts {
  readonly opening: Opening;
  readonly form: JsonObject;
  readonly applicant: JsonObject;
  /** The number of the output that a branch before this one brought forth. */
  readonly numberOf: (documentCode: string) => string | undefined;
}

/** The department-side rules of one item. */
export interface ItemRules {
  /** Our facts in the words that the item's system takes. Pure. */
  readonly submission?: (facts: SubmissionFacts) => unknown;
  /** Where the system's accepted answer numbers the item's outputs; their receipt numbers the first unless said. */
  readonly outputs?: readonly NumberedOutput[];
}

/** An output of the item and where its number stands in the accepted answer: without the number it is none. */
interface NumberedOutput {
  readonly code: string;
  /** The name of a text in the answer's data. */
  readonly numberIn: string;
  /** The whole answer's data are the output's facts. */
  readonly facts?: true;
}

/** Rules by item code; an item without one needs none. */
export type DepartmentRules = Readonly<Record<string, ItemRules>>;

/** What an accepted answer gives, by the item's rule or the default one; a refusal when it lacks a number. */
export const givenBy =
  (rules: DepartmentRules) =>
  (dossier: Dossier, exchange: Exchange): readonly GivenOutput[] | Refusal => {
    const rule = rules[dossier.opening?.item.code ?? '']?.outputs;
    if (!rule) return givenByDefault(dossier, exchange);
    const given: GivenOutput[] = [];
    for (const output of rule) {
      const one = numbered(output, exchange.data ?? {});
      if (isRefusal(one)) return one;
      given.push(one);
    }
    return given;
  };

const numbered = ({ code, numberIn, facts }: NumberedOutput, data: JsonObject): GivenOutput | Refusal => {
  const number = data[numberIn];
  if (typeof number !== 'string' || number === '')
    return refuse('output-number-missing', `Without ${numberIn} the document ${code} has no number.`, {
      pointer: `/data/${numberIn}`,
      document: code,
    });
  return { code, number, ...(facts ? { data } : {}) };
};
