import type { SchemaError } from '@yimen/contracts';
import type { Refusal } from '@yimen/kernel';
import { type Complaint, complain, type Place } from './complaint.ts';
import type { Language } from './language.ts';
import type { RefusalTable } from './refusals.ts';

/** What every problem's `type` begins with; the reason follows. A URN, because nobody needs to own a host for it. */
export const PROBLEM_TYPE = 'urn:yimen:problem:';

/** An RFC 9457 document. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly Complaint[];
  readonly traceId?: string;
}

/** A refusal of this layer: with what the schemas complained of, and headers that must go along. */
export interface RequestRefusal extends Refusal {
  readonly place?: Place;
  readonly complaints?: readonly SchemaError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Makes the problem that a refusal is to the outside. A reason that the table lacks is our fault: it throws. */
export const problemOf = (refusal: RequestRefusal, table: RefusalTable, language: Language): Problem => {
  const known = table[refusal.refusal];
  if (!known) throw new Error(`No status is declared for the refusal ${refusal.refusal}.`);
  const { pointer, ...params } = refusal.params ?? {};
  const detail = language === 'en' ? refusal.message : known.detail && fill(known.detail, params);
  const errors = errorsOf(refusal, pointer, detail ?? known[language], language);
  return {
    type: PROBLEM_TYPE + refusal.refusal,
    title: known[language],
    status: known.status,
    ...(detail === undefined ? {} : { detail }),
    ...(Object.keys(params).length > 0 ? { params } : {}),
    ...(errors.length > 0 ? { errors } : {}),
  };
};

const errorsOf = (
  { place = 'body', complaints }: RequestRefusal,
  pointer: string | undefined,
  detail: string,
  language: Language,
): readonly Complaint[] => {
  if (complaints) return complaints.map((error) => complain(place, error, language));
  return pointer === undefined ? [] : [{ in: place, pointer, detail }];
};

const fill = (template: string, params: Readonly<Record<string, unknown>>): string =>
  template.replace(/\{([\w-]+)\}/g, (hole, name: string) => (name in params ? String(params[name]) : hole));
