import { type Entry, foldHistory } from '@yimen/case-file';
import type { JsonObject } from '@yimen/kernel';
import { hashOf, rootHash } from '../../../../libs/case-file/src/history/hash.ts';
import { evolve as evolveDossier } from '../../../../libs/department/src/dossier/evolve.ts';
import { START } from '../../../../libs/department/src/dossier/state.ts';
import { evolve as evolveCase } from '../../../../services/intake-gateway/src/cases/evolve/evolve.ts';
import type { Evidence, StoredCase, TopicMessage } from './evidence.ts';
import { NEW_CASE } from './invariants/I5.ts';

/** What differs between entries; numbers, links and hashes are made here. */
export type Fact = Pick<Entry, 'type' | 'data'> & Partial<Omit<Entry, 'n' | 'prev' | 'hash'>>;

const AT = '2026-03-02T01:30:00.000Z';

/** A history that verifies. */
const chain = (id: string, facts: readonly Fact[]): readonly Entry[] => {
  const entries: Entry[] = [];
  for (const [i, fact] of facts.entries()) {
    const bare = {
      n: i + 1,
      at: AT,
      by: { subject: 'u', kind: 'officer' as const },
      cause: { id: `http:u:step-${i}:k` },
      nonce: `w${i}`,
      prev: entries.at(-1)?.hash ?? rootHash(id),
      ...fact,
    };
    entries.push({ ...bare, hash: hashOf({ ...bare, hash: '' }) });
  }
  return entries;
};

/** A stored file with the state that its history comes to. */
export const stored = (
  kind: StoredCase['kind'],
  id: string,
  facts: readonly Fact[],
  more: Partial<StoredCase> = {},
): StoredCase => {
  const history = chain(id, facts);
  const last = history.at(-1);
  const evolve = kind === 'case' ? evolveCase : evolveDossier;
  const start = kind === 'case' ? NEW_CASE : (START as JsonObject);
  return {
    service: kind === 'case' ? 'intake-gateway' : 'commerce-registration',
    kind,
    id,
    version: 1,
    state: foldHistory({ start, evolve: (state, fact) => evolve(state as never, fact) as never }, history),
    history,
    head: { n: last?.n ?? 0, hash: last?.hash ?? '' },
    seen: [],
    waits: false,
    ...more,
  };
};

const CLOCK = { startedOn: '2026-03-02', dueOn: '2026-03-09', days: 5, provisional: false };
const MOVED = {
  clock: { startedOn: '2026-03-02', days: 5, basis: 'law', stops: [] },
  dueOn: '2026-03-09',
  signalled: [],
};
const BRANCH = {
  key: 'a',
  item: { code: 'x', version: 1 },
  domain: 'commerce-registration',
  department: 'd',
  after: [],
};
const FILED = {
  id: 'c1',
  plan: { kind: 'item', code: 'x', version: 1, branches: [BRANCH] },
  division: '440604',
  filing: { form: {}, derived: {}, materials: [], blind: {} },
};

/** One write each. */
const ACCEPTING = { nonce: 'accepting', cause: { id: 'http:u:accept:k' } };
const DECIDING = { nonce: 'deciding', cause: { source: 'c1.a', n: 1, hash: 'h' } };

/** The facts of a case that was filed, accepted, decided and closed. */
export const CASE_FACTS: readonly Fact[] = [
  {
    type: 'case.submitted',
    data: { number: 'N1', receivedOn: '2026-03-02', acceptanceClock: CLOCK, clock: CLOCK, filed: FILED },
    cause: { id: 'http:u:POST /cases:k1' },
    sealed: 'secret',
  },
  { type: 'case.accepted', data: { by: 'centre', organ: 'o', on: '2026-03-02', clock: CLOCK }, ...ACCEPTING },
  {
    type: 'branch.opened',
    data: { branch: 'a' },
    ...ACCEPTING,
    out: [{ topic: 'branches.commerce-registration.v1', target: 'c1.a', sequence: 1 }],
  },
  {
    type: 'branch.decided',
    data: { branch: 'a', outcome: 'granted', outputs: [], clock: CLOCK },
    ...DECIDING,
  },
  { type: 'case.closed', data: { outcome: 'granted' }, ...DECIDING },
];

const EXCHANGE = {
  id: 'e1',
  system: 'L06',
  capability: 'submit',
  key: 'KEY',
  status: 'accepted',
  attempts: 1,
  failures: 0,
};

/** The facts of its department's dossier. */
export const DOSSIER_FACTS: readonly Fact[] = [
  {
    type: 'dossier.opened',
    data: {
      told: { caseId: 'c1', branch: 'a' },
      kept: {
        startedOn: '2026-03-02',
        dueOn: '2026-03-09',
        moved: MOVED,
        opening: { item: { code: 'x' } },
        handling: {},
      },
    },
    cause: { source: 'c1', n: 1, hash: 'h' },
  },
  { type: 'exchange.moved', data: { kept: { exchange: EXCHANGE } } },
  {
    type: 'dossier.decided',
    data: { told: {}, kept: { decision: { outcome: 'granted', on: '2026-03-02', by: {}, outputs: [] } } },
    out: [{ topic: 'dossiers.commerce-registration.v1', target: 'c1', sequence: 1 }],
  },
];

/** What the topics hold when everything was told. */
export const told = (files: readonly StoredCase[]): readonly TopicMessage[] =>
  files.flatMap(({ id, history }) =>
    history.flatMap(({ out = [], hash, type, at }) =>
      out.map(({ topic, target, sequence }) => {
        const event = {
          specversion: '1.0',
          id: `${id}/${sequence}`,
          source: id,
          type,
          subject: 'c1',
          time: at,
          datacontenttype: 'application/json',
          sequence,
          target,
          entryhash: hash,
          data: {},
        } as const;
        return { topic, key: 'c1', headers: {}, text: JSON.stringify(event), event };
      }),
    ),
  );

const APPLICANT = { kind: 'person', name: '陈晨光', idNumber: '440604199003071236' };
const ASKED = {
  applicant: { ...APPLICANT, subject: 'demo-citizen' },
  form: { a: 1 },
  materials: [],
  division: '440604',
};

const SHOWN = {
  ...{ applicant: APPLICANT, form: { a: 1 }, materials: [], division: '440604' },
  ...{ number: 'N1', status: 'closed', outcome: 'granted', branches: [{ status: 'granted' }] },
};

/** One case that went well, seen from all sides. */
export const sound = (change: Partial<Evidence> = {}): Evidence => {
  const cases = change.cases ?? [stored('case', 'c1', CASE_FACTS, { seen: [{ source: 'c1.a', n: 1, hash: 'h' }] })];
  const dossiers = change.dossiers ?? [
    stored('dossier', 'c1.a', DOSSIER_FACTS, { seen: [{ source: 'c1', n: 1, hash: 'h' }] }),
  ];
  const filing = { at: 1_000, ms: 10, journey: 'j1', act: 'file' as const, by: 'u', key: 'k1', asked: ASKED };
  const reading = { ms: 10, journey: 'j1', act: 'read' as const, by: 'u', about: 'c1', attempt: 1, status: 200 };
  return {
    lines: [
      { ...filing, attempt: 1, error: 'ECONNRESET' },
      { ...filing, attempt: 2, status: 201, answer: { id: 'c1', number: 'N1' } },
      { ...reading, at: 2_000, etag: '"r1.2"', answer: { status: 'accepted', branches: [{ status: 'opened' }] } },
      { ...reading, at: 3_000, etag: '"r1.5"', answer: { status: 'closed', branches: [{ status: 'granted' }] } },
    ],
    trips: [{ journey: 'j1', beganAt: 900, endedAt: 3_000, how: 'closed' }],
    cases,
    dossiers,
    debts: [],
    messages: told([...cases, ...dossiers]),
    ledgers: [{ system: 'L06', submissions: [{ n: 1, key: 'KEY' }] }],
    lags: [{ group: 'g', total: 0 }],
    logs: [{ name: 'gateway.log', text: '{"message":"The window is open."}' }],
    shown: new Map([['c1', SHOWN]]),
    downloaded: new Map(),
    addresses: 4_000,
    promised: new Map([['x', 5]]),
    secrets: ['440604199003071236', '陈晨光'],
    planted: [],
    healedAt: 2_500,
    convergeMs: 30_000,
    mayNeedReview: {},
    ...change,
  };
};
