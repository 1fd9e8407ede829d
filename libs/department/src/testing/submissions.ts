import type { Adapter } from '@yimen/adapter';
import type { JsonObject } from '@yimen/kernel';
import type { DepartmentRules, SubmissionFacts } from '../exchanges/rules.ts';

/** What a test says about a dossier that is to be submitted. */
export interface SubmissionSample {
  readonly item: string;
  readonly form: JsonObject;
  readonly applicant?: JsonObject;
  /** Numbers of the documents that branches before this one brought forth. */
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
    opening: {
      caseId: 'case',
      caseNumber: 'T-1',
      branch: 'one',
      item: { code: item, version: 1 },
      applicantKind: 'organisation',
      division: '440604012',
      receivedOn: '2026-03-02',
      acceptedOn: '2026-03-02',
      accepted: { by: 'department', organ: '' },
      form,
      derived: {},
      materials: [],
      outputs: [],
    },
    form,
    applicant,
    numberOf: (code) => numbers[code],
  };
  return adapter.open(settings).misfit('submit', rules[item]?.submission?.(facts));
};
