import { type Refusal, refuse } from '@yimen/kernel';
import type { HandedMaterial } from '../cases/state.ts';
import type { RuleInput } from '../catalogue/rule.ts';
import type { IntakeRule, MaterialRule } from '../catalogue/subject.ts';

/** The intake rules that are not met, all at once: the first by its own words, the others by code. */
export const unmetRule = (rules: readonly IntakeRule[], input: RuleInput): Refusal | undefined => {
  const unmet = rules.filter(({ holds }) => !holds(input));
  const [first, ...others] = unmet;
  if (!first) return undefined;
  return refuse('rule-not-met', first.message.en, {
    rule: first.code,
    zh: first.message.zh,
    ...(others.length > 0 ? { others: others.map(({ code }) => code) } : {}),
    pointer: first.pointer === undefined ? '/form' : `/form${first.pointer}`,
  });
};

/** The materials that the item asks for and nobody handed in, all at once (一次性告知). */
export const wantingMaterials = (
  asked: readonly MaterialRule[],
  handed: readonly HandedMaterial[],
  input: RuleInput,
): Refusal | undefined => {
  const wanting = asked.filter((material) => isAsked(material, input) && !handed.some((one) => meets(one, material)));
  if (wanting.length === 0) return undefined;
  return refuse('materials-missing', `These materials are missing: ${wanting.map(({ name }) => name.en).join('; ')}.`, {
    pointer: '/materials',
    materials: wanting.map(({ code }) => code),
    names: wanting.map(({ name }) => name.zh).join('、'),
  });
};

const isAsked = ({ required, requiredWhen }: MaterialRule, input: RuleInput): boolean =>
  required || (requiredWhen?.holds(input) ?? false);

const meets = (handed: HandedMaterial, { code, forms }: MaterialRule): boolean =>
  handed.code === code && (forms === undefined || forms.includes(handed.form));
