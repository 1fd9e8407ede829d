import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import type { Evidence } from './evidence.ts';
import { CASE_FACTS, DOSSIER_FACTS, type Fact, sound, stored, told } from './sound.fixture.ts';

const seenByCase = { seen: [{ source: 'c1.a', n: 1, hash: 'h' }] };
const seenByDossier = { seen: [{ source: 'c1', n: 1, hash: 'h' }] };
const theCase = (facts: readonly Fact[] = CASE_FACTS, more: object = {}) =>
  stored('case', 'c1', facts, { ...seenByCase, ...more });
const theDossier = (facts: readonly Fact[] = DOSSIER_FACTS, more: object = {}) =>
  stored('dossier', 'c1.a', facts, { ...seenByDossier, ...more });

/** The invariants that evidence speaks against. */
const red = (change: Partial<Evidence>): readonly string[] => [
  ...new Set(check(sound(change)).map(({ invariant, what }) => `${invariant} ${what}`)),
];

const { lines, shown, messages } = sound();
const [unclear, acknowledged, read, readAgain] = lines;
if (!unclear || !acknowledged || !read || !readAgain) throw new Error('The fixture has too few lines.');
const exchange = (status: string): readonly Fact[] =>
  DOSSIER_FACTS.map((fact) =>
    fact.type === 'exchange.moved'
      ? { ...fact, data: { kept: { exchange: { id: 'e1', system: 'L06', capability: 'submit', key: 'KEY', status } } } }
      : fact,
  );

describe('evidence of a round in which nothing went wrong', () => {
  it('speaks against nothing', () => {
    expect(check(sound())).toEqual([]);
  });
});

describe('I1: an acknowledged case', () => {
  it('is lost', () => {
    expect(red({ cases: [], dossiers: [] })).toContain('I1 an acknowledged case is lost');
  });
  it('has another number than was told', () => {
    const other = { ...acknowledged, answer: { id: 'c1', number: 'N2' } };
    expect(red({ lines: [unclear, other] })).toContain('I1 a case has another number than was told');
  });
  it('is shown with another item or window', () => {
    const other = { ...shown.get('c1'), item: { code: 'y' }, window: 'w' };
    expect(red({ shown: new Map([['c1', other]]) })).toEqual(['I1 a case is not what was filed']);
  });
  it('is not what was filed', () => {
    expect(red({ shown: new Map([['c1', { ...shown.get('c1'), form: { a: 2 } }]]) })).toEqual([
      'I1 a case is not what was filed',
    ]);
  });
});

describe('I1: an acknowledged file', () => {
  it('is lost', () => {
    const upload = { ...read, act: 'upload' as const, status: 201, answer: { fileId: 'f1' } };
    expect(red({ lines: [...lines, upload] })).toEqual(['I1 an acknowledged file is lost']);
  });
});

describe('I1: an acknowledged file that is stored', () => {
  const file = { fileId: 'f1', mediaType: 'image/png', bytes: 1, sha256: 'd' };
  const facts = CASE_FACTS.toSpliced(1, 0, { type: 'case.file-added', data: file });
  const upload = { ...read, act: 'upload' as const, status: 201, answer: file, digest: 'd' };
  const cases = [theCase(facts)];
  it('comes back as it was sent', () => {
    expect(theCase(facts).state['files']).toEqual([file]);
    expect(red({ cases, lines: [...lines, upload], downloaded: new Map([['f1', 'd']]) })).toEqual([]);
  });
  it('comes back otherwise, or not at all', () => {
    const words = ['I1 a file does not come back as it was sent'];
    expect(red({ cases, lines: [...lines, upload], downloaded: new Map([['f1', 'e']]) })).toEqual(words);
    expect(red({ cases, lines: [...lines, upload] })).toEqual(words);
  });
});

describe('I2: numbers and keys', () => {
  it('one number was given to two cases', () => {
    const twin = stored('case', 'c2', [
      {
        ...CASE_FACTS[0],
        type: 'case.submitted',
        data: CASE_FACTS[0]?.data ?? {},
        cause: { id: 'http:u:POST /cases:k2' },
      },
    ]);
    expect(red({ cases: [theCase(), twin] })).toContain('I2 a number was given to two cases');
  });
  it('one key made two cases', () => {
    const twice = { ...acknowledged, answer: { id: 'c2', number: 'N2' } };
    expect(red({ lines: [...lines, twice] })).toContain('I2 one key made two cases');
  });
});

describe('I3: what was not acknowledged', () => {
  it('is there in part', () => {
    expect(red({ lines: [unclear], shown: new Map() })).toContain('I3 a case without acknowledgement is there in part');
  });
  it('may be there as a whole', () => {
    expect(red({ lines: [unclear] })).toEqual([]);
  });
  it('was filed by nobody', () => {
    expect(red({ lines: [read, readAgain] })).toContain('I3 nobody has filed a stored case');
  });
});

describe('I4: histories and topics', () => {
  it('an entry never reached its topic', () => {
    expect(red({ messages: messages.slice(1) })).toEqual(['I4 a stored entry never reached its topic']);
  });
  it('a topic tells what no history holds', () => {
    const [first] = messages;
    if (!first?.event) throw new Error('The fixture tells nothing.');
    const lost = { ...first, event: { ...first.event, entryhash: 'lost' } };
    expect(red({ messages: [...messages, lost] })).toEqual(['I4 a topic tells what no history holds']);
  });
});

describe('I5: decisions and folds', () => {
  it('a branch was decided twice', () => {
    const again: Fact = {
      type: 'branch.decided',
      data: { branch: 'a', outcome: 'granted', outputs: [] },
      cause: { source: 'c1.a', n: 1, hash: 'h' },
      nonce: 'w9',
    };
    const facts = [...CASE_FACTS.slice(0, 4), again, ...CASE_FACTS.slice(4)];
    expect(red({ cases: [theCase(facts)] })).toEqual(
      expect.arrayContaining(['I5 a branch was not decided once', 'I5 one cause took effect twice']),
    );
  });
  it('gateway and department disagree', () => {
    const refused = CASE_FACTS.map((fact) =>
      fact.type === 'branch.decided' ? { ...fact, data: { ...fact.data, outcome: 'refused' } } : fact,
    );
    expect(red({ cases: [theCase(refused)] })).toContain('I5 gateway and department disagree');
  });
  it('a state is not the fold of its history', () => {
    expect(red({ cases: [theCase(CASE_FACTS, { state: { ...theCase().state, receivedOn: '2026-03-03' } })] })).toEqual([
      'I5 a state is not the fold of its history',
    ]);
  });
});

describe('I6: submissions to legacy systems', () => {
  it('a system got one twice', () => {
    const submissions = [1, 2].map((n) => ({ n, key: 'KEY' }));
    expect(red({ ledgers: [{ system: 'L06', submissions }] })).toEqual([
      'I6 a system got one submission more than once',
    ]);
  });
  it('what is confirmed never arrived', () => {
    expect(red({ ledgers: [{ system: 'L06', submissions: [] }] })).toEqual([
      'I6 a confirmed exchange never reached its system',
    ]);
  });
  it('a system got what nobody knows of', () => {
    const submissions = [
      { n: 1, key: 'KEY' },
      { n: 2, key: 'OTHER' },
    ];
    expect(red({ ledgers: [{ system: 'L06', submissions }] })).toEqual(['I6 a system got what no dossier knows of']);
  });
});

describe('I7: the hash chains', () => {
  it('a changed entry breaks one', () => {
    const honest = theCase();
    const history = honest.history.map((entry) => (entry.n === 2 ? { ...entry, law: 'none' } : entry));
    expect(red({ cases: [{ ...honest, history }] })).toEqual(['I7 a hash chain is broken']);
  });
  it('a cut-off tail breaks one', () => {
    const honest = theDossier();
    expect(red({ dossiers: [{ ...honest, head: { n: 4, hash: 'x' } }] })).toEqual(['I7 a hash chain is broken']);
  });
});

describe('I8: deadlines and timers', () => {
  it('a deadline counts days on which nobody works', () => {
    const hasty = CASE_FACTS.map((fact) =>
      fact.type === 'case.accepted'
        ? {
            ...fact,
            data: {
              ...fact.data,
              clock: { startedOn: '2026-03-02', dueOn: '2026-03-07', days: 5, provisional: false },
            },
          }
        : fact,
    );
    expect(red({ cases: [theCase(hasty)] })).toEqual(['I8 a deadline is not the calendar’s']);
  });
  it('a timer took effect early, and twice', () => {
    const over = (nonce: string): Fact => ({
      type: 'case.overdue',
      data: { dueOn: '2026-03-09' },
      at: '2026-03-09T15:00:00.000Z',
      cause: { id: `timer:${nonce}` },
      nonce,
    });
    const cases = [theCase([...CASE_FACTS.slice(0, 4), over('t1'), over('t2'), ...CASE_FACTS.slice(4)])];
    expect(red({ cases })).toEqual(['I8 a timer took effect twice', 'I8 a case was overdue too early']);
  });
  it('a clock began on another day than what happened, or has other days than its item', () => {
    const words = ['I8 a clock began on another day, or with other days'];
    const moved = (change: object, due: string) => ({
      clock: { startedOn: '2026-03-02', days: 5, basis: 'law', stops: [], ...change },
      ...{ dueOn: due, signalled: [] },
    });
    const opened = (change: object, due: string) =>
      DOSSIER_FACTS.map((fact) =>
        fact.type === 'dossier.opened'
          ? { ...fact, data: { ...fact.data, kept: { ...(fact.data['kept'] as object), moved: moved(change, due) } } }
          : fact,
      );
    expect(red({ dossiers: [theDossier(opened({ startedOn: '2026-03-03' }, '2026-03-10'))] })).toEqual(words);
    expect(red({ dossiers: [theDossier(opened({ days: 4 }, '2026-03-06'))] })).toEqual(words);
    const dayLate = CASE_FACTS.map((fact) =>
      fact.type === 'case.accepted' ? { ...fact, at: '2026-03-02T16:30:00.000Z' } : fact,
    );
    expect(red({ cases: [theCase(dayLate)] })).toEqual(words);
    const stopped = opened(
      { stops: [{ on: '2026-03-03', reason: 'r', law: 'l', resumedOn: '2026-03-04' }] },
      '2026-03-09',
    );
    expect(red({ dossiers: [theDossier(stopped)] })).toEqual(['I8 a deadline is not the calendar’s']);
  });
  it('a reminder came early, or twice', () => {
    const remind = (at: string, nonce: string): Fact => ({
      ...{ type: 'branch.reminded', data: { branch: 'a' }, at, nonce, cause: { id: `timer:${nonce}` } },
    });
    const withThem = (...some: readonly Fact[]) => [theCase(CASE_FACTS.toSpliced(3, 0, ...some))];
    expect(red({ cases: withThem(remind('2026-03-02T01:35:00.000Z', 't1')) })).toEqual([]);
    const words = ['I8 a department was reminded too early, or twice'];
    expect(red({ cases: withThem(remind('2026-03-02T01:34:00.000Z', 't1')) })).toEqual(words);
    const twice = ['t1', 't2'].map((nonce) => remind('2026-03-02T01:35:00.000Z', nonce));
    expect(red({ cases: withThem(...twice) })).toEqual(words);
  });
  it('the clock of a dossier signalled early, or twice', () => {
    const signal = (at: string, nonce: string): Fact => {
      const clock = { startedOn: '2026-03-02', days: 5, basis: 'law', stops: [] };
      const kept = { clock, dueOn: '2026-03-09', signalled: ['prompt'] };
      return { type: 'clock.signalled', data: { told: {}, kept }, at, nonce, cause: { id: `timer:${nonce}` } };
    };
    const withThem = (...some: readonly Fact[]) => [theDossier(DOSSIER_FACTS.toSpliced(2, 0, ...some))];
    expect(red({ dossiers: withThem(signal('2026-03-06T01:00:00.000Z', 't1')) })).toEqual([]);
    expect(red({ dossiers: withThem(signal('2026-03-05T01:00:00.000Z', 't1')) })).toEqual([
      'I8 a dossier’s clock gave its signal too early',
    ]);
    const twice = ['t1', 't2'].map((nonce) => signal('2026-03-06T01:00:00.000Z', nonce));
    expect(red({ dossiers: withThem(...twice) })).toEqual(['I8 a timer took effect twice']);
  });
  it('a case was accepted by law too early', () => {
    const byLaw = CASE_FACTS.map((fact) =>
      fact.type === 'case.accepted' ? { ...fact, data: { ...fact.data, by: 'law' } } : fact,
    );
    expect(red({ cases: [theCase(byLaw)] })).toEqual(['I8 a case was accepted by law too early']);
  });
});

describe('I9: readers', () => {
  it('one saw time run backwards', () => {
    expect(red({ lines: [unclear, acknowledged, { ...readAgain, at: 2_000 }, { ...read, at: 3_000 }] })).toEqual([
      'I9 a reader saw time run backwards',
    ]);
  });
  it('of two answers that overlap neither is the later', () => {
    expect(red({ lines: [unclear, acknowledged, { ...readAgain, at: 2_000 }, { ...read, at: 2_005 }] })).toEqual([]);
  });
  it('the tracker showed less than the case itself had shown', () => {
    const track = { ...read, act: 'track' as const, etag: undefined, at: 4_000 };
    const { etag: _, ...tracked } = { ...track, answer: { status: 'accepted', branches: [{ status: 'granted' }] } };
    expect(red({ lines: [...lines, tracked] })).toContain('I9 a reader saw time run backwards');
  });
  it('one is shown in the end what is not stored', () => {
    expect(red({ shown: new Map([['c1', { ...shown.get('c1'), outcome: 'partly' }]]) })).toEqual([
      'I9 what is shown in the end is not what is stored',
    ]);
    const { etag: _, ...tracked } = { ...readAgain, act: 'track' as const, at: 4_000 };
    const late = { ...tracked, answer: { ...tracked.answer, number: 'N2' } };
    expect(red({ lines: [...lines, late] })).toEqual(['I9 what is shown in the end is not what is stored']);
  });
  it('one waited too long', () => {
    expect(red({ trips: [{ journey: 'j1', beganAt: 900, endedAt: 99_000, how: 'closed' }] })).toEqual([
      'I9 a case did not come to its end in time',
    ]);
  });
  it('one was refused what is lawful', () => {
    expect(red({ trips: [{ journey: 'j1', beganAt: 900, endedAt: 950, how: 'refused' }] })).toEqual([
      'I9 a lawful wish was refused',
    ]);
  });
});

describe('I10: after the drain', () => {
  it('an entry waits for the relay', () => {
    expect(red({ cases: [theCase(CASE_FACTS, { waits: true })] })).toEqual(['I10 entries wait for the relay']);
  });
  it('messages are owed, and a group is behind', () => {
    expect(red({ debts: [{ service: 's', id: 'd' }], lags: [{ group: 'g', total: 1 }] })).toEqual([
      'I10 a source owes messages',
      'I10 a group is behind',
    ]);
  });
  it('a message was never taken', () => {
    expect(red({ dossiers: [theDossier(DOSSIER_FACTS, { seen: [] })] })).toEqual([
      'I10 a message was never taken by its target',
    ]);
  });
  it('an exchange waits', () => {
    const dossiers = [theDossier(exchange('unknown'))];
    expect(red({ dossiers })).toEqual(['I10 an exchange waits']);
  });
  it('an exchange waits for a human, beyond those that may', () => {
    const dossiers = [theDossier(exchange('needs-review'))];
    expect(red({ dossiers })).toEqual(['I10 an exchange waits for a human without need']);
    expect(red({ dossiers, mayNeedReview: { L06: 1 } })).toEqual([]);
    expect(red({ dossiers, mayNeedReview: { L21: 1 } })).toEqual(['I10 an exchange waits for a human without need']);
  });
  it('a sound message was put aside, and poison was not', () => {
    const dead = { topic: 'branches.commerce-registration.v1.dead', key: 'k', headers: {}, text: 'sound' };
    const poison = { topic: 'branches.commerce-registration.v1', text: 'poison', poison: true };
    expect(red({ messages: [...messages, dead], planted: [poison] })).toEqual([
      'I10 a sound message was put aside',
      'I10 poison was not put aside',
    ]);
  });
  it('poison was put aside, as it should', () => {
    const dead = { topic: 'branches.commerce-registration.v1.dead', key: 'k', headers: {}, text: 'poison' };
    const poison = { topic: 'branches.commerce-registration.v1', text: 'poison', poison: true };
    expect(red({ messages: [...messages, dead], planted: [poison] })).toEqual([]);
  });
});

describe('I11: what is personal', () => {
  it('stands in a log', () => {
    expect(red({ logs: [{ name: 'l', text: 'of 440604199003071236' }] })).toEqual([
      'I11 something personal stands in clear',
    ]);
  });
  it('stands on a topic', () => {
    const [first] = told([theCase()]);
    if (!first) throw new Error('The fixture tells nothing.');
    expect(red({ messages: [...messages, { ...first, text: `${first.text} 陈晨光` }] })).toEqual([
      'I11 something personal stands in clear',
    ]);
  });
  it('is a token', () => {
    const token = ['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiJkZW1vIn0abc', 'c2lnbmF0dXJlb2Z0aGF0'].join('.');
    expect(red({ logs: [{ name: 'l', text: `Bearer ${token}` }] })).toEqual(['I11 something personal stands in clear']);
  });
});
