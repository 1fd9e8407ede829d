import type { RecordedFact } from '@yimen/case-file';
import type { ClockMoved, Recorded, ToldMilestone } from './facts.ts';
import { type Dossier, type Exchange, START } from './state.ts';

/** What a fact makes of a dossier. Pure, and by the fact alone: no calendar, no rule, so that a fold never drifts. */
export const evolve = (dossier: Dossier, recorded: RecordedFact): Dossier => {
  const fact = recorded as unknown as Recorded;
  const told: Partial<ToldMilestone> | undefined = 'told' in fact.data ? fact.data.told : undefined;
  const after = change(dossier, fact);
  return told?.milestone === undefined ? after : { ...after, milestone: told.milestone };
};

const change = (dossier: Dossier, fact: Recorded): Dossier => {
  switch (fact.type) {
    case 'dossier.opened': {
      const { told, kept } = fact.data;
      const { moved, startedOn, dueOn, opening, handling, openedOn, personal } = kept;
      const { caseId, branch } = told;
      const sealed = personal ? { personalAt: fact.n } : {};
      const began = { caseId, branch, opening, handling, openedOn, startedOn, dueOn, ...sealed };
      const opened: Dossier = { ...START, status: 'open', ...began };
      return moved ? withClock(opened, moved) : opened;
    }
    case 'dossier.claimed':
      return { ...dossier, claimed: fact.data.kept };
    case 'level.completed': {
      const { completed, given, last } = fact.data.kept;
      return {
        ...unclaimed(dossier),
        status: last ? 'submitting' : 'open',
        completed: [...dossier.completed, { ...completed, ...sealedIn(fact) }],
        given: [...dossier.given, ...given],
      };
    }
    case 'level.sent-back':
      return { ...unclaimed(dossier), completed: dossier.completed.slice(0, -1) };
    case 'clock.stopped':
      return { ...withClock(dossier, fact.data.kept), ...expectedIn(fact.data.told) };
    case 'clock.resumed':
      return withClock(unexpecting(dossier), fact.data.kept);
    case 'clock.extended':
    case 'clock.signalled':
      return withClock(dossier, fact.data.kept);
    case 'exchange.moved':
      return { ...dossier, exchanges: placed(dossier.exchanges, settledBy(fact, fact.data.kept.exchange)) };
    case 'system.milestone':
      return fact.data.kept.latest ? { ...dossier, systemMilestone: fact.data.kept.systemMilestone } : dossier;
    case 'dossier.decided': {
      const { decision, completed, exchange } = fact.data.kept;
      const words = exchange ? dossier.exchanges.find(({ id }) => id === exchange) : completed ? {} : sealedIn(fact);
      return {
        ...quiet(unclaimed(dossier)),
        status: decision.outcome,
        decision: { ...decision, ...(words?.personalAt === undefined ? {} : { personalAt: words.personalAt }) },
        completed: completed ? [...dossier.completed, { ...completed, ...sealedIn(fact) }] : dossier.completed,
      };
    }
    case 'dossier.restored':
    case 'opening.repeated':
      return dossier;
    case 'withdrawal.asked':
      return { ...dossier, withdrawing: true };
    case 'dossier.withdrawn': {
      if (fact.data.kept.opened) return { ...quiet(unclaimed(dossier)), status: 'withdrawn' };
      const { caseId, branch } = fact.data.told;
      return { ...dossier, status: 'tombstone', caseId, branch };
    }
    case 'dossier.already-decided':
      return dossier;
  }
};

/** Where the words are that were written with a fact. */
const sealedIn = ({ n, seals }: Pick<RecordedFact, 'n' | 'seals'>): { readonly personalAt?: number } =>
  seals ? { personalAt: n } : {};

/** Only of a rejection the words are asked for later: they are the reason. */
const settledBy = (fact: Pick<RecordedFact, 'n' | 'seals'>, exchange: Exchange): Exchange =>
  exchange.status === 'rejected' ? { ...exchange, ...sealedIn(fact) } : exchange;

const withClock = (
  { signalAt: _signalAt, ...dossier }: Dossier,
  { clock, dueOn, signalled, signalAt }: ClockMoved,
): Dossier => ({
  ...dossier,
  clock,
  dueOn,
  signalled,
  ...(signalAt === undefined ? {} : { signalAt }),
});

const expectedIn = ({ clock: { stoppedBy } }: ToldMilestone): { readonly expectedDays?: number } =>
  stoppedBy?.expectedDays === undefined ? {} : { expectedDays: stoppedBy.expectedDays };

/** Nothing is expected of a procedure that is over. */
const unexpecting = ({ expectedDays: _expectedDays, ...dossier }: Dossier): Dossier => dossier;

const unclaimed = ({ claimed: _claimed, ...dossier }: Dossier): Dossier => dossier;

/** What is over needs no signals and waits for no withdrawal. */
const quiet = ({ signalAt: _signalAt, withdrawing: _withdrawing, ...dossier }: Dossier): Dossier => dossier;

const placed = (exchanges: readonly Exchange[], moved: Exchange): readonly Exchange[] =>
  exchanges.some(({ id }) => id === moved.id)
    ? exchanges.map((one) => (one.id === moved.id ? moved : one))
    : [...exchanges, moved];
