import type { Line } from '../load/diary.ts';
import type { Evidence, StoredCase } from './evidence.ts';

/** One filing by its key: what was asked, and everything that was heard of it. */
export interface Filing {
  readonly key: string;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly acknowledged: readonly Line[];
}

/** All filings of a round, by their idempotency keys. */
export const filingsOf = ({ lines }: Pick<Evidence, 'lines'>): readonly Filing[] => {
  const byKey = Map.groupBy(
    lines.filter(({ act }) => act === 'file'),
    ({ key = '' }) => key,
  );
  return [...byKey].map(([key, tries]) => ({
    key,
    asked: tries[0]?.asked ?? {},
    acknowledged: tries.filter(({ status }) => status === 201),
  }));
};

/** The idempotency key that a stored case was filed with. */
export const keyOf = ({ history }: StoredCase): string | undefined => {
  const cause = history[0]?.cause;
  return cause && 'id' in cause ? cause.id.split(':').at(-1) : undefined;
};

/** What the applicant is shown that differs from what was filed, by name. */
export const differences = (
  asked: Readonly<Record<string, unknown>>,
  shown: Readonly<Record<string, unknown>>,
): readonly string[] => {
  const { subject: _, ...applicant } = (asked['applicant'] ?? {}) as Record<string, unknown>;
  const seen = shown['applicant'] as Record<string, unknown> | undefined;
  const wrong = Object.keys(applicant).filter((field) => !same(applicant[field], seen?.[field]));
  return [
    ...wrong.map((field) => `applicant.${field}`),
    ...['form', 'materials', 'division', 'window'].filter((field) => !same(asked[field], shown[field])),
    ...(same(asked['item'], (shown['item'] as { readonly code?: unknown } | undefined)?.code) ? [] : ['item']),
  ];
};

/** Equal as JSON, whatever the order of names. */
export const same = (one: unknown, other: unknown): boolean => ordered(one) === ordered(other);

const ordered = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? '';

/** The day in Shanghai that an instant falls on. */
export const dayOf = (instant: string): string =>
  new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(0, 10);

const SHANGHAI_MS = 28_800_000;
