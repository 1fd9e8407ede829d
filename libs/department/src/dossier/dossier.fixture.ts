import { type Answer, type ExchangeEvent, type ExchangeRules, exchangeKey } from '@yimen/adapter';
import type { Actor, Fact, RecordedFact } from '@yimen/case-file';
import { isRefusal, type JsonObject, type Refusal } from '@yimen/kernel';
import { nationalCalendar } from '@yimen/working-days';
import { keptOpening } from '../testing/opened.ts';
import type { Claims, DossierCommand, Open } from './commands.ts';
import { createDossier, type DossierParts } from './dossier.ts';
import { evolve } from './evolve.ts';
import { givenByDefault } from './exchanges.ts';
import { type Dossier, type Handling, type Level, START } from './state.ts';

/** A Monday, 09:30 in China. */
export const MORNING = '2026-03-02T01:30:00.000Z';
export const SYSTEM_NOW = '2026-11-22T01:00:00.000Z';
export const CASE = 'AAAAAAAAAAAAAAAAAAAAAA';
export const DOSSIER = `${CASE}.seal`;
export const TOPIC = 'dossiers.household-registration.v1';

export const RULES: ExchangeRules = {
  limits: {
    callMs: 1_000,
    settleMs: 2_000,
    pauseMs: 500,
    attempts: 3,
    concurrency: 4,
    backoffMs: 100,
    backoffLimitMs: 1_000,
    replyBytes: 1_000,
  },
  asks: true,
};

const PARTS: DossierParts = {
  topic: TOPIC,
  days: { calendar: nationalCalendar },
  rulesOf: (system) => (system === 'L06' ? RULES : undefined),
  givenBy: givenByDefault,
};

/** The aggregate under test. */
export const dossier = createDossier(PARTS);

/** The same, whose items have rules. */
export const dossierBy = (givenBy: DossierParts['givenBy']): typeof dossier => createDossier({ ...PARTS, givenBy });

export const levels = (...roles: Level['role'][]): readonly Level[] => roles.map((role) => ({ role }));

export const handling = (change: Partial<Handling> = {}): Handling => ({
  name: { zh: '印章刻制备案', en: 'Seal record' },
  department: 'public-security',
  organ: '佛山市公安局禅城分局',
  levels: levels('handler'),
  decision: 'officer',
  outputs: [{ code: 'seal-record', name: { zh: '印章备案证明', en: 'Seal record certificate' } }],
  law: '印章业治安管理办法 5',
  ...change,
});

const gateway: Actor = { subject: 'intake-gateway', kind: 'service' };

export const opening = (change: Partial<Open> = {}): Open => ({
  step: 'open',
  actor: gateway,
  at: MORNING,
  opening: keptOpening(CASE, {
    caseNumber: '440604-2026-0000001-7',
    branch: 'seal',
    item: { code: 'seal-record', version: 1 },
  }),
  handling: handling(),
  promisedDays: 5,
  begunOn: '2026-03-02',
  exchangeKey: exchangeKey(DOSSIER, 1),
  personal: true,
  systemAt: SYSTEM_NOW,
  ...change,
});

const officer = (subject: string, name?: string): Actor => ({
  subject,
  kind: 'officer',
  department: 'public-security',
  ...(name === undefined ? {} : { name }),
});

const claims = (change: Partial<Claims> = {}): Claims => ({
  roles: ['handler', 'reviewer', 'approver', 'specialist'],
  rank: 'officer',
  outsourced: false,
  department: 'public-security',
  division: '440604',
  ...change,
});

export const by = (subject: string, change: Partial<Claims> = {}) => ({
  actor: officer(subject),
  at: MORNING,
  claims: claims(change),
});

export const approve = (subject: string, change: Partial<Claims> = {}): DossierCommand => ({
  ...by(subject, change),
  step: 'approve',
  outputs: [],
  exchangeKey: exchangeKey(DOSSIER, 1),
  systemAt: SYSTEM_NOW,
});

/** An item that L06 alone decides, asked as soon as the dossier is opened. */
export const bySystem = handling({ levels: [], decision: 'system', exchange: { system: 'L06', when: 'opened' } });

/** What happened to the only exchange of a dossier. */
export const event = (one: ExchangeEvent): DossierCommand => ({
  step: 'exchange',
  actor: { subject: 'runner', kind: 'system' },
  at: MORNING,
  exchange: '1',
  event: one,
});
export const started = event({ event: 'started', at: SYSTEM_NOW });
export const answered = (answer: Answer): DossierCommand =>
  event({ event: 'answered', at: SYSTEM_NOW, startedAt: SYSTEM_NOW, answer });

/** A human's word on the only exchange of a dossier. */
export const settle = (
  answer: 'accepted' | 'rejected' | 'send-again',
  more: { readonly receipt?: string; readonly data?: JsonObject } = {},
): DossierCommand => ({
  ...by('li'),
  step: 'settle-exchange',
  exchange: '1',
  answer,
  systemAt: SYSTEM_NOW,
  ...more,
});

export const withdraw: DossierCommand = {
  step: 'withdraw',
  actor: gateway,
  at: MORNING,
  caseId: CASE,
  branch: 'seal',
  systemAt: SYSTEM_NOW,
};

/** A dossier with its facts, as the door would keep them. */
export interface Kept {
  readonly state: Dossier;
  readonly facts: readonly RecordedFact[];
}

export const nothing: Kept = { state: START, facts: [] };

const record = (kept: Kept, facts: readonly Fact[], command: DossierCommand): Kept =>
  facts.reduce<Kept>((before, fact) => {
    const recorded: RecordedFact = { ...fact, n: before.facts.length + 1, at: command.at, by: command.actor };
    return { state: evolve(before.state, recorded), facts: [...before.facts, recorded] };
  }, kept);

/** Takes a command as the door does: a refusal changes nothing. */
export const tryTake = (kept: Kept, command: DossierCommand, by = dossier): Kept | Refusal => {
  const facts = by.decide(kept.state, command);
  return isRefusal(facts) ? facts : record(kept, facts, command);
};

/** Takes commands one after the other; a refusal is an error of the test. */
export const take = (kept: Kept, ...commands: readonly DossierCommand[]): Kept =>
  commands.reduce((before, command) => {
    const after = tryTake(before, command);
    if (isRefusal(after)) throw new Error(`${command.step}: ${after.refusal}`);
    return after;
  }, kept);

export const refusalOf = (kept: Kept, command: DossierCommand): string | undefined => {
  const after = tryTake(kept, command);
  return isRefusal(after) ? after.refusal : undefined;
};

/** Types of the facts, in order. */
export const typesOf = ({ facts }: Kept): readonly string[] => facts.map(({ type }) => type);
