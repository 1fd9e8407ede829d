import type { JsonObject } from '@yimen/kernel';
import type { CaseRead, Cases } from '../../parts.ts';

/** What is sealed of a case, opened for one answer: pointers and values, by what they belong to. */
export type Opened = {
  readonly filing: JsonObject;
  readonly correction: JsonObject;
  readonly refusal: JsonObject;
  readonly withdrawal: JsonObject;
  readonly branches: Readonly<Record<string, JsonObject>>;
  /** Of branches whose limit was extended: why. */
  readonly extensions: Readonly<Record<string, JsonObject>>;
};

const NOTHING: JsonObject = {};

/** Opens what the state of a case refers to. */
export const openCase = async (cases: Pick<Cases, 'reveal'>, file: CaseRead): Promise<Opened> => {
  const { personal, correction, refusal, withdrawal, branches } = file.state;
  const open = (n: number | undefined): JsonObject | Promise<JsonObject> =>
    n === undefined ? NOTHING : cases.reveal(file, n);
  const decisions = branches.map(async (branch) => [branch.key, await open(branch.personal)] as const);
  const extended = branches.filter(({ extension }) => extension);
  const extensions = extended.map(async ({ key, extension }) => [key, await open(extension?.personal)] as const);
  return {
    filing: await open(personal),
    correction: await open(correction?.personal),
    refusal: await open(refusal?.personal),
    withdrawal: await open(withdrawal?.personal),
    branches: Object.fromEntries(await Promise.all(decisions)),
    extensions: Object.fromEntries(await Promise.all(extensions)),
  };
};
