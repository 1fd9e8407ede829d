import type { Entry } from '@yimen/case-file';
import { slow } from '../../../../../libs/working-days/src/reference.fixture.ts';
import type { Evidence, StoredCase, Violation } from '../evidence.ts';
import { dayOf } from '../filings.ts';

/** No timer of a case or dossier took effect early or twice. */
export const timers = ({ cases, dossiers }: Evidence): readonly Violation[] => [
  ...cases.flatMap((one) => [...limits(one), ...reminders(one)]),
  ...dossiers.flatMap(signals),
];

/** When a day is over in Shanghai. */
const endOf = (day: string): string => new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000).toISOString();

const limits = ({ id, history }: StoredCase): readonly Violation[] => {
  const overdue = history.filter(({ type }) => type === 'case.overdue');
  const byLaw = history.filter(({ type, data }) => type === 'case.accepted' && data['by'] === 'law');
  const handedIn = history.findLast(({ type }) => type === 'case.submitted' || type === 'case.corrected');
  const acceptance = handedIn?.data['acceptanceClock'] as { readonly dueOn: string } | undefined;
  return [
    ...(overdue.length > 1 ? [violation('a timer took effect twice', { id, times: overdue.length })] : []),
    ...overdue
      .filter(({ at, data }) => at < endOf(String(data['dueOn'])))
      .map(({ at, data }) => violation('a case was overdue too early', { id, at, due: data['dueOn'] ?? '' })),
    ...byLaw
      .filter(({ at }) => acceptance !== undefined && at < endOf(acceptance.dueOn))
      .map(({ at }) => violation('a case was accepted by law too early', { id, at, due: acceptance?.dueOn })),
  ];
};

/** A department that does not answer is asked again after five minutes, then after twice as long each time. */
const RESEND_AFTER_MS = 300_000;
const ASKS: ReadonlySet<string> = new Set(['branch.opened', 'branch.withdrawal-asked', 'branch.reminded']);

const reminders = ({ id, history }: StoredCase): readonly Violation[] => {
  const branches = Map.groupBy(
    history.filter(({ type }) => ASKS.has(type)),
    ({ data }) => String(data['branch']),
  );
  return [...branches].flatMap(([branch, asked]) =>
    asked.flatMap((entry, place) => {
      const before = asked[place - 1];
      if (entry.type !== 'branch.reminded' || !before) return [];
      const since = asked.slice(0, place).findLastIndex(({ type }) => type !== 'branch.reminded');
      const dueAt = Date.parse(before.at) + RESEND_AFTER_MS * 2 ** (place - 1 - since);
      return Date.parse(entry.at) >= dueAt
        ? []
        : [violation('a department was reminded too early, or twice', { id, branch, at: entry.at, before: before.at })];
    }),
  );
};

/** A prompt one working day before the last, yellow at nine tenths, red when it is over. */
const YELLOW_SHARE = 0.9;

interface Signalled {
  readonly signalled?: readonly string[];
  readonly dueOn?: string;
  readonly clock?: { readonly days: number; readonly extension?: { readonly days: number } };
}

const signals = ({ id, history }: StoredCase): readonly Violation[] => {
  const known = new Set<string>();
  return history.flatMap((entry) => {
    const kept = entry.data['kept'] as (Signalled & { readonly moved?: Signalled }) | undefined;
    const moved = kept?.moved ?? kept;
    if (!moved?.signalled || !moved.dueOn || !moved.clock) return [];
    const fresh = moved.signalled.filter((alert) => !known.has(alert));
    for (const alert of fresh) known.add(alert);
    if (entry.type !== 'clock.signalled') return [];
    if (fresh.length === 0) return [violation('a timer took effect twice', { id, n: entry.n, ...moved })];
    return fresh
      .filter((alert) => isEarly(alert, entry, moved))
      .map((alert) => violation('a dossier’s clock gave its signal too early', { id, at: entry.at, alert, ...moved }));
  });
};

const isEarly = (alert: string, { at }: Entry, { dueOn = '', clock }: Signalled): boolean => {
  const left = slow.count(dayOf(at), dueOn);
  const total = (clock?.days ?? 0) + (clock?.extension?.days ?? 0);
  if (alert === 'red') return at < endOf(dueOn);
  return alert === 'yellow' ? (total - left) / total < YELLOW_SHARE : left > 1;
};

const violation = (what: string, evidence: unknown): Violation => ({ invariant: 'I8', what, evidence });
