import { slow } from '../../../../../libs/working-days/src/reference.fixture.ts';
import type { Evidence, Invariant, StoredCase, Violation } from '../evidence.ts';

/** Every deadline is the reference calendar's, and no timer took effect early or twice. */
export const I8: Invariant = ({ cases, dossiers }: Evidence) => [
  ...[...cases, ...dossiers].flatMap(deadlines),
  ...cases.flatMap(timers),
];

interface Clock {
  readonly startedOn: string;
  readonly dueOn: string;
  readonly days: number;
  readonly stops?: readonly unknown[];
}

const isClock = (value: unknown): value is Clock =>
  typeof value === 'object' && value !== null && 'startedOn' in value && 'dueOn' in value && 'days' in value;

const clocksIn = (value: unknown): readonly Clock[] => {
  if (typeof value !== 'object' || value === null) return [];
  return [...(isClock(value) && !('stoppedBy' in value) ? [value] : []), ...Object.values(value).flatMap(clocksIn)];
};

const deadlines = ({ id, service, state, history }: StoredCase): readonly Violation[] =>
  clocksIn([state, history.map(({ data }) => data)]).flatMap((clock) =>
    dueOf(clock) === clock.dueOn
      ? []
      : [
          {
            invariant: 'I8',
            what: 'a deadline is not the calendar’s',
            evidence: { service, id, clock, due: dueOf(clock) },
          },
        ],
  );

/** Counted one day after the other; an instant item is due on its own day. */
const dueOf = ({ startedOn, days }: Clock): string => {
  let day = startedOn;
  for (let left = days; left > 0; ) {
    day = slow.nextDay(day);
    if (slow.isWorkingDay(day)) left -= 1;
  }
  return day;
};

/** When a day is over in Shanghai. */
const endOf = (day: string): string => new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000).toISOString();

const timers = ({ id, history }: StoredCase): readonly Violation[] => {
  const overdue = history.filter(({ type }) => type === 'case.overdue');
  const byLaw = history.filter(({ type, data }) => type === 'case.accepted' && data['by'] === 'law');
  const handedIn = history.findLast(({ type }) => type === 'case.submitted' || type === 'case.corrected');
  const acceptance = handedIn?.data['acceptanceClock'] as unknown as Clock | undefined;
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

const violation = (what: string, evidence: unknown): Violation => ({ invariant: 'I8', what, evidence });
