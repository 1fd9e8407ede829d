import type { Fact } from '@yimen/case-file';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import * as legal from '@yimen/working-days';
import { type Days, dayOf, moveClock, nextSignal } from './clock.ts';
import type { OfficerStep, Wake } from './commands.ts';
import { fact } from './facts.ts';
import type { Dossier } from './state.ts';
import { tellMilestone } from './told.ts';

type Of<Step extends OfficerStep['step']> = Extract<OfficerStep, { step: Step }>;

const LAW_45 = '行政许可法 45';
const LAW_42 = '行政许可法 42';

const untimed = (): Refusal => refuse('not-timed', 'An instant item has no time limit.');

/** The clock that stands from a day on, or why it cannot. */
export const stopped = (
  { clock }: Dossier,
  { on, procedure }: { readonly on: string; readonly procedure: string },
): legal.LegalClock | Refusal => (clock ? legal.stopClock(clock, { on, reason: procedure, law: LAW_45 }) : untimed());

/** The clock that goes on after a day, or why it cannot. */
export const resumed = ({ clock }: Dossier, { on }: { readonly on: string }): legal.LegalClock | Refusal =>
  clock ? legal.resumeClock(clock, { on }) : untimed();

/** The clock with some days more, once and in time, or why it cannot have them. */
export const extended = (
  { clock }: Dossier,
  { on, added }: { readonly on: string; readonly added: number },
  { calendar }: Days,
): legal.LegalClock | Refusal => {
  if (!clock) return untimed();
  if (legal.statusOf(calendar, clock, { on }).remaining < 0)
    return refuse('clock-over', 'A limit that is over is not extended.');
  return legal.extendClock(clock, { days: added, law: LAW_42 });
};

/** Stops the clock for a procedure whose time does not count; the applicant is told the time it needs. */
export const stopClock = (
  dossier: Dossier,
  { at, procedure, expectedDays }: Of<'stop-clock'>,
  days: Days,
): readonly Fact[] | Refusal => {
  const clock = stopped(dossier, { on: dayOf(at), procedure });
  if (isRefusal(clock)) return clock;
  const expected = expectedDays === undefined ? {} : { expectedDays };
  const told = tellMilestone({ ...dossier, clock, ...expected }, 'clock-stopped', at, days);
  const kept = moveClock(clock, at, days, dossier.signalled ?? []);
  return [fact('clock.stopped', { told, kept }, { edits: true, seals: true, law: LAW_45 })];
};

/** The procedure is over: the clock runs on, and the due date has moved. */
export const resumeClock = (dossier: Dossier, { at }: Of<'resume-clock'>, days: Days): readonly Fact[] | Refusal => {
  const clock = resumed(dossier, { on: dayOf(at) });
  if (isRefusal(clock)) return clock;
  const told = tellMilestone({ ...dossier, clock }, 'clock-resumed', at, days);
  const kept = moveClock(clock, at, days, dossier.signalled ?? []);
  return [fact('clock.resumed', { told, kept }, { edits: true, seals: true, law: LAW_45 })];
};

/** Extends once and in time, by the head of the organ; the reason is told to the applicant. */
export const extend = (dossier: Dossier, { at, days: added }: Of<'extend'>, days: Days): readonly Fact[] | Refusal => {
  const clock = extended(dossier, { on: dayOf(at), added }, days);
  if (isRefusal(clock)) return clock;
  const told = tellMilestone({ ...dossier, clock }, 'extended', at, days);
  return [
    fact(
      'clock.extended',
      { told, kept: moveClock(clock, at, days, dossier.signalled ?? []) },
      { edits: true, seals: true, law: LAW_42 },
    ),
  ];
};

/** Gives the signal that has been reached, once. */
export const wake = (dossier: Dossier, { at }: Wake, days: Days): readonly Fact[] => {
  const signal = nextSignal(dossier, at, days);
  if (!signal) return [];
  const { alert, moved } = signal;
  return [fact('clock.signalled', { told: tellMilestone(dossier, alert, at, days), kept: moved })];
};
