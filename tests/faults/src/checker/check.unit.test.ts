import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { heard, red, theCase, theDossier } from './red.fixture.ts';
import { CASE_FACTS, type Fact, sound, stored } from './sound.fixture.ts';

const { lines, shown, messages } = sound();
const { unclear, acknowledged, read, readAgain } = heard;

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
