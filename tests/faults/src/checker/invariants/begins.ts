import type { Entry } from '@yimen/case-file';
import type { Evidence, StoredCase, Violation } from '../evidence.ts';
import { dayOf, same } from '../filings.ts';

/** Working days to accept in (行政许可法 32(1)(4)). */
const ACCEPTANCE_DAYS = 5;

/** What a clock must have begun on, and how many days it must have. */
type Begin = readonly [clock: unknown, startedOn: string, days: number];

/** Day zero and the number of days are not taken from the clock itself: from when things happened, and from the items. */
export const begins = ({ cases, dossiers, promised }: Evidence): readonly Violation[] => {
  const opened = new Map<string, string>();
  return [
    ...cases.flatMap((one) => {
      const { clocks, openings } = beginsOf(one, promised);
      for (const [branch, day] of openings) opened.set(`${one.id}.${branch}`, day);
      return clocks.flatMap((begin) => misbegun(one, begin));
    }),
    ...dossiers.flatMap((one) => {
      const kept = one.history.find(({ type }) => type === 'dossier.opened')?.data['kept'] as Kept | undefined;
      const day = opened.get(one.id);
      if (!kept || day === undefined) return [];
      const clock = kept.moved?.clock ?? { startedOn: kept.startedOn, days: 0 };
      return misbegun(one, [clock, day, promised.get(kept.opening?.item?.code ?? '') ?? 0]);
    }),
  ];
};

interface Kept {
  readonly startedOn: string;
  readonly moved?: { readonly clock: unknown };
  readonly opening?: { readonly item?: { readonly code?: string } };
}

const misbegun = ({ id, service }: StoredCase, [clock, startedOn, days]: Begin): readonly Violation[] => {
  const { startedOn: began, days: given } = clock as { readonly startedOn?: string; readonly days?: number };
  return same([began, given], [startedOn, days])
    ? []
    : [violation('a clock began on another day, or with other days', { service, id, clock, startedOn, days })];
};

/** What has happened to a case so far that its clocks begin with. */
interface Sofar {
  readonly received: string;
  readonly accepted: { readonly on: string; readonly nonce: string };
}

/** The clocks of a case as its entries should have begun them, and the day zero of each branch. */
const beginsOf = ({ state, history }: StoredCase, promised: Evidence['promised']) => {
  const plan = state['plan'] as { readonly code?: string } | undefined;
  const days = promised.get(plan?.code ?? '') ?? 0;
  const clocks: Begin[] = [];
  const openings = new Map<string, string>();
  let sofar: Sofar = { received: '', accepted: { on: '', nonce: '' } };
  for (const entry of history) {
    sofar = goOn(sofar, entry);
    clocks.push(...clocksOf(entry, sofar, days));
    const { type, at, data, nonce } = entry;
    // what opens in the write of the acceptance has waited for nobody
    const { on, nonce: accepting } = sofar.accepted;
    if (type === 'branch.opened') openings.set(String(data['branch']), nonce === accepting ? on : dayOf(at));
  }
  return { clocks, openings };
};

const RECEIPTS: ReadonlySet<string> = new Set(['case.submitted', 'case.corrected']);

const goOn = (sofar: Sofar, { type, at, data, nonce }: Entry): Sofar => {
  if (RECEIPTS.has(type)) return { ...sofar, received: dayOf(at) };
  // what the law accepts counts from its receipt
  const on = data['by'] === 'law' ? sofar.received : dayOf(at);
  return type === 'case.accepted' ? { ...sofar, accepted: { on, nonce } } : sofar;
};

const clocksOf = ({ type, data }: Entry, { received, accepted }: Sofar, days: number): readonly Begin[] => {
  const promise = (from: string): readonly Begin[] => (days > 0 ? [[data['clock'] ?? {}, from, days]] : []);
  if (RECEIPTS.has(type)) return [[data['acceptanceClock'] ?? {}, received, ACCEPTANCE_DAYS], ...promise(received)];
  return type === 'case.accepted' ? promise(accepted.on) : [];
};

const violation = (what: string, evidence: unknown): Violation => ({ invariant: 'I8', what, evidence });
