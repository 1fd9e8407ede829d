import type { Adapter } from '@yimen/adapter';
import type { JsonObject } from '@yimen/kernel';
import type { DepartmentRules, SubmissionFacts } from '../exchanges/rules.ts';
import { keptOpening } from './opened.ts';

/** What a test says about a dossier that is to be submitted. */
export interface SubmissionSample {
  readonly item: string;
  readonly form: JsonObject;
  readonly applicant?: JsonObject;
  /** Numbers of the outputs that branches before this one brought forth. */
  readonly numbers?: Readonly<Record<string, string>>;
}

/** Undefined when what an item's rule makes of a form is what its system takes; else what does not fit, by path. */
export const misfitOfSubmission = (
  rules: DepartmentRules,
  adapter: Adapter,
  settings: unknown,
  { item, form, applicant = {}, numbers = {} }: SubmissionSample,
): string | undefined => {
  const facts: SubmissionFacts = {
    opening: keptOpening('case', {
      caseNumber: 'T-1',
      branch: 'one',
      item: { code: item, version: 1 },
      accepted: { by: 'department', organ: '' },
      form,
    }),
    form,
    applicant,
    numberOf: (code) => numbers[code],
  };
  return adapter.open(settings).misfit('submit', rules[item]?.submission?.(facts));
};
