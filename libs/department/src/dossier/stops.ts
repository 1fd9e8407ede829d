import type { Fact } from '@yimen/case-file';
import { type Refusal, refuse } from '@yimen/kernel';
import { type Calendar, dayOf, isStopped, signalAt } from './clock.ts';
import type { OfficerStep, Wake } from './commands.ts';
import { fact } from './facts.ts';
import type { DecisionClock, Dossier } from './state.ts';
import { clockOf, moveClock, tellMilestone } from './told.ts';

type Of<Step extends OfficerStep['step']> = Extract<OfficerStep, { step: Step }>;

const LAW_45 = '行政许可法 45';
const LAW_42 = '行政许可法 42';

/** Stops the clock for a procedure whose time does not count. */
export const stopClock = (
  dossier: Dossier,
  { at, procedure, reason, expectedDays }: Of<'stop-clock'>,
  calendar: Calendar,
): readonly Fact[] | Refusal => {
  const before = clockOf(dossier);
  if (isStopped(before)) return refuse('clock-stopped', 'The clock stands already.');
  const clock: DecisionClock = {
    ...before,
    stops: [...before.stops, { from: dayOf(at), reason: procedure, law: LAW_45 }],
  };
  const told = tellMilestone({ ...dossier, clock }, 'clock-stopped', at, calendar);
  const days = expectedDays === undefined ? '' : ` (${expectedDays})`;
  const kept = { ...moveClock(clock, at, calendar), reason: `${reason}${days}` };
  return [fact('clock.stopped', { told, kept }, { edits: true, law: LAW_45 })];
};

/** The procedure is over: the clock runs on, and the due date has moved. */
export const resumeClock = (
  dossier: Dossier,
  { at, note }: Of<'resume-clock'>,
  calendar: Calendar,
): readonly Fact[] | Refusal => {
  const before = clockOf(dossier);
  if (!isStopped(before)) return refuse('clock-not-stopped', 'The clock is running.');
  const to = dayOf(at);
  const clock: DecisionClock = {
    ...before,
    stops: before.stops.map((stop) => (stop.to === undefined ? { ...stop, to } : stop)),
  };
  const told = tellMilestone({ ...dossier, clock }, 'clock-resumed', at, calendar);
  const kept = { ...moveClock(clock, at, calendar), ...(note === undefined ? {} : { reason: note }) };
  return [fact('clock.resumed', { told, kept }, { edits: true, law: LAW_45 })];
};

/** Extends once, by the head of the organ; the reason is told to the applicant. */
export const extend = (
  dossier: Dossier,
  { at, days, reason }: Of<'extend'>,
  calendar: Calendar,
): readonly Fact[] | Refusal => {
  const { signal: _signal, ...before } = clockOf(dossier);
  if (before.extendedDays > 0) return refuse('already-extended', 'A decision is extended once only.');
  const clock: DecisionClock = { ...before, extendedDays: days };
  const told = tellMilestone({ ...dossier, clock }, 'extended', at, calendar);
  return [
    fact('clock.extended', { told, kept: { ...moveClock(clock, at, calendar), reason } }, { edits: true, law: LAW_42 }),
  ];
};

/** Gives the strongest signal that has begun, once. */
export const wake = (dossier: Dossier, { at }: Wake, calendar: Calendar): readonly Fact[] => {
  const before = clockOf(dossier);
  const signal = signalAt(before, at, calendar);
  if (signal === undefined) return [];
  const clock: DecisionClock = { ...before, signal };
  const told = tellMilestone({ ...dossier, clock }, signal, at, calendar);
  return [fact('clock.signalled', { told, kept: moveClock(clock, at, calendar) })];
};
