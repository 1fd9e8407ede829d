import { apply, type ExchangeEvent } from '@yimen/adapter';
import type { Fact } from '@yimen/case-file';
import { isRefusal, type JsonObject, type Refusal, refuse } from '@yimen/kernel';
import { type Days, dayOf, isAlive } from './clock.ts';
import type { MoveExchange, OfficerStep, SystemProgress } from './commands.ts';
import { fact } from './facts.ts';
import type { Doubting } from './restored.ts';
import type { Dossier, Exchange, GivenOutput, Holder, Milestone } from './state.ts';
import { officerOf, outputsOf, tellDecision, tellMilestone } from './told.ts';

/** What exchanges are decided by, besides the dossier. */
export interface ExchangeParts extends Doubting {
  readonly days: Days;
  /** What a system's accepted answer gives for the outputs; a refusal when it lacks what they need. */
  readonly givenBy: (dossier: Dossier, exchange: Exchange) => readonly GivenOutput[] | Refusal;
}

type Moved = {
  readonly exchange: string;
  readonly event: ExchangeEvent;
  readonly at: string;
  /** An officer said so, and why. */
  readonly human?: true;
};

/** With what the answer gives for the outputs. */
type Answered = Moved & { readonly given: readonly GivenOutput[] };

/** What an event of the runner, or a push, makes of the dossier. */
export const moveExchange = (
  dossier: Dossier,
  { exchange, event, at }: MoveExchange,
  parts: ExchangeParts,
): readonly Fact[] | Refusal => move(dossier, { exchange, event, at }, parts);

/** A human says what became of a submission. */
export const settleExchange = (
  dossier: Dossier,
  command: Extract<OfficerStep, { step: 'settle-exchange' }>,
  parts: ExchangeParts,
): readonly Fact[] | Refusal => {
  const { answer, receipt, data, exchange, at, systemAt } = command;
  const accepted = { answer: 'accepted', data: data ?? {}, ...(receipt === undefined ? {} : { receipt }) } as const;
  const as =
    answer === 'accepted'
      ? accepted
      : answer === 'rejected'
        ? ({ answer: 'rejected', code: BY_HUMAN, reason: '' } as const)
        : ({ answer: 'send-again' } as const);
  return move(dossier, { exchange, event: { event: 'resolved', at: systemAt, as }, at, human: true }, parts);
};

/** The code of a rejection that an officer found out; the reason is sealed. */
const BY_HUMAN = 'human';

const move = (dossier: Dossier, moved: Moved, parts: ExchangeParts): readonly Fact[] | Refusal => {
  const before = dossier.exchanges.find(({ id }) => id === moved.exchange);
  if (!before) return refuse('exchange-unknown', 'The dossier has no such exchange.');
  const rules = parts.rulesOf(before.system);
  if (!rules) return refuse('system-unknown', `This service does not speak to ${before.system}.`);
  const after = apply(before, moved.event, rules);
  if (isRefusal(after)) return after;
  if (after === before) return [];

  const changed = replace(dossier, after);
  const grants = after.status === 'accepted' && isDecidedBySystem(dossier);
  const given = grants ? parts.givenBy(changed, after) : [];
  if (isRefusal(given)) return moved.human ? given : move(dossier, { ...moved, event: unclear(moved, given) }, parts);
  const end = endOf(changed, after, { ...moved, given }, parts);
  const settled = after.status === 'accepted' || after.status === 'rejected' || after.status === 'needs-review';
  const milestone = end.length > 0 ? undefined : milestoneOf(after);
  const news = milestone !== undefined && milestone !== dossier.milestone && isAlive(dossier.status);
  const own = fact(
    'exchange.moved',
    {
      ...(news ? { told: tellMilestone(changed, milestone, moved.at, parts.days) } : {}),
      kept: { exchange: after },
    },
    { ...(moved.human || settled ? { edits: true } : {}), ...(moved.human ? { seals: true } : {}) },
  );
  return [own, ...end];
};

/** An acceptance that lacks what the outputs need is none that a machine may act on. */
const unclear = ({ event }: Moved, { params }: Refusal): ExchangeEvent => ({
  event: 'gave-up',
  at: event.at,
  detail: `the accepted answer has no ${params?.pointer ?? 'number'}`,
});

const replace = (dossier: Dossier, exchange: Exchange): Dossier => ({
  ...dossier,
  exchanges: dossier.exchanges.map((one) => (one.id === exchange.id ? exchange : one)),
});

const milestoneOf = ({ status }: Exchange): Milestone | undefined => {
  if (status === 'sent') return 'submitted-to-system';
  if (status === 'pending') return 'waiting-for-system';
  if (status === 'accepted' || status === 'rejected') return 'system-answered';
  return status === 'needs-review' ? 'needs-review' : undefined;
};

/** What else follows from an exchange's new status: a decision, the end of a withdrawal, a cancellation. */
const endOf = (dossier: Dossier, exchange: Exchange, moved: Answered, parts: ExchangeParts): readonly Fact[] => {
  const { at } = moved;
  if (exchange.status === 'wanted' && (dossier.withdrawing || !isAlive(dossier.status)))
    return [...cancel([exchange], at, parts), ...(dossier.withdrawing ? [withdrawn(dossier)] : [])];
  if (!isAlive(dossier.status)) return [];
  const decides = isDecidedBySystem(dossier);
  if (exchange.status === 'accepted' && decides) return [decideBySystem(dossier, exchange, moved, parts)];
  if (exchange.status === 'rejected' && decides && !dossier.withdrawing)
    return [decideBySystem(dossier, exchange, moved, parts)];
  const settled = exchange.status === 'accepted' || exchange.status === 'rejected';
  return settled && dossier.withdrawing ? [withdrawn(dossier)] : [];
};

/** The answer of its system is the decision: the department's own, or the one that its officers submitted to. */
const isDecidedBySystem = ({ status, handling }: Dossier): boolean =>
  isAlive(status) && (handling?.decision === 'system' || status === 'submitting');

/** Cancels what has not gone out. */
export const cancel = (exchanges: readonly Exchange[], at: string, { rulesOf }: ExchangeParts): readonly Fact[] =>
  exchanges.flatMap((exchange) => {
    const rules = rulesOf(exchange.system);
    const cancelled = rules ? apply(exchange, { event: 'cancelled', at }, rules) : exchange;
    if (isRefusal(cancelled) || cancelled === exchange) return [];
    return [fact('exchange.moved', { kept: { exchange: cancelled } })];
  });

const withdrawn = ({ caseId = '', branch = '' }: Dossier): Fact =>
  fact('dossier.withdrawn', { told: { caseId, branch }, kept: { opened: true } }, { edits: true, law: WITHDRAWAL });

const WITHDRAWAL = '行政许可法 55';

/** The answer of the department's own system is the decision, or makes the officers' decision final. */
const decideBySystem = (dossier: Dossier, exchange: Exchange, { at, given }: Answered, parts: ExchangeParts): Fact => {
  const granted = exchange.status === 'accepted';
  const by: Holder = {
    ...(dossier.completed.length > 0
      ? officerOf(dossier, dossier.completed.at(-1))
      : { department: dossier.handling?.department ?? '' }),
    system: exchange.system,
  };
  const law = dossier.handling?.law ?? '';
  const { code = '', reason = '' } = exchange.rejection ?? {};
  const decision = {
    outcome: granted ? 'granted' : 'refused',
    on: dayOf(at),
    by,
    // the system's number is the true one, whatever an officer wrote before
    outputs: granted ? outputsOf(dossier, [...given, ...dossier.given], at) : [],
    ...(granted ? {} : { law }),
    ...(granted || code === BY_HUMAN ? {} : { reason }),
  } as const;
  const told = tellDecision(dossier, decision, parts.days);
  return fact(
    'dossier.decided',
    { told, kept: { decision, exchange: exchange.id } },
    { edits: true, law: granted ? '行政许可法 38(1)' : '行政许可法 38(2)' },
  );
};

/** A withdrawal is answered at once, or when the systems that may have the submission have answered. */
export const withdraw = (dossier: Dossier, systemAt: string, parts: ExchangeParts): readonly Fact[] => {
  const underWay = dossier.exchanges.find(({ status }) => UNDER_WAY.includes(status));
  if (underWay && dossier.withdrawing) return [];
  if (underWay) return [fact('withdrawal.asked', { kept: { waitsFor: underWay.system } }, { edits: true })];
  return [...cancel(dossier.exchanges, systemAt, parts), withdrawn(dossier)];
};

const UNDER_WAY: readonly string[] = ['sent', 'unknown', 'pending', 'needs-review'];

/** A step inside their system: the latest is shown, earlier ones that come late are only kept. */
export const systemProgress = (
  dossier: Dossier,
  { milestone: systemMilestone, at }: SystemProgress,
  { days }: ExchangeParts,
): readonly Fact[] => {
  const shown = dossier.systemMilestone;
  if (shown && shown.at === systemMilestone.at && shown.code === systemMilestone.code) return [];
  const latest = shown === undefined || systemMilestone.at > shown.at;
  const told =
    latest && isAlive(dossier.status)
      ? { told: tellMilestone(dossier, 'system-progress', at, days, systemMilestone.title) }
      : {};
  return [fact('system.milestone', { ...told, kept: { systemMilestone, latest } })];
};

/** What the default rule reads from an accepted answer: their receipt and facts are those of the first result. */
export const givenByDefault = (dossier: Dossier, { receipt, data }: Exchange): readonly GivenOutput[] => {
  const [first] = dossier.handling?.outputs ?? [];
  if (!first) return [];
  const stated = data?.['number'];
  const number = typeof stated === 'string' ? stated : receipt;
  const facts: JsonObject | undefined = data && Object.keys(data).length > 0 ? data : undefined;
  return [
    { code: first.code, ...(number === undefined ? {} : { number }), ...(facts === undefined ? {} : { data: facts }) },
  ];
};
