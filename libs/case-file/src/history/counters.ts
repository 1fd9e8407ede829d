import type { Address } from '../aggregate.ts';
import type { Entry } from '../entry.ts';
import type { Counter } from '../store/document.ts';

/** How far a target has been told, by what stands on the topics. */
export interface ToldBefore {
  readonly target: string;
  readonly n: number;
}

/**
 * Raises counters to what a target was told before a restore made the file forget it; those numbers are never used
 * again, and the next message says from where on they are missing. The same list when there is nothing to raise.
 */
export const raiseCounters = (
  counters: readonly Counter[],
  told: readonly ToldBefore[] | undefined,
): readonly Counter[] => {
  const higher = (told ?? []).filter(({ target, n }) => n > (counters.find((one) => one.target === target)?.n ?? 0));
  if (higher.length === 0) return counters;
  const raised = higher.map(({ target, n }): Counter => {
    const before = counters.find((one) => one.target === target);
    return { target, n, lost: before?.lost ?? (before?.n ?? 0) + 1 };
  });
  return [...counters.filter(({ target }) => !raised.some((one) => one.target === target)), ...raised];
};

/** Gives each address its next dense number; after lost ones it says which was the first of them. */
export const numberAddresses = (
  before: readonly Counter[],
  addresses: readonly Address[],
): { readonly out: NonNullable<Entry['out']>; readonly counters: readonly Counter[] } => {
  if (addresses.length === 0) return { out: [], counters: before };
  const counters = [...before];
  const out = addresses.map(({ topic, target }) => {
    const at = counters.findIndex((counter) => counter.target === target);
    const { n = 0, lost } = counters[at] ?? {};
    const sequence = n + 1;
    if (at < 0) counters.push({ target, n: sequence });
    else counters[at] = { target, n: sequence };
    return { topic, target, sequence, ...(lost === undefined ? {} : { resumes: lost }) };
  });
  return { out, counters };
};
