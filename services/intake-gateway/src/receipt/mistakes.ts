import type { SchemaError } from '@yimen/contracts';
import type { RequestRefusal } from '@yimen/http';
import { type JsonObject, refuse } from '@yimen/kernel';
import type { CompiledForm } from '../catalogue/form.ts';

/** What is wrong with a form, pointing at its fields in the request. A draft may lack fields. */
export const mistakesIn = (
  form: CompiledForm,
  value: JsonObject,
  { whole, place }: { readonly whole: boolean; readonly place: string },
): RequestRefusal | undefined => {
  const mistakes = whole ? form.check(value) : form.checkDraft(value);
  return mistakes && formRefusal(mistakes, (pointer) => place + pointer);
};

/** The refusal for schema errors, with their places told in the words of the request. */
export const formRefusal = (
  mistakes: readonly SchemaError[],
  placeOf: (pointer: string) => string,
): RequestRefusal => ({
  ...refuse('form-invalid', 'The form is not filled in as the item asks.'),
  place: 'body',
  complaints: mistakes.map((mistake) => ({ ...mistake, instancePath: placeOf(mistake.instancePath) })),
});
