import { compileEventValidators } from '@yimen/contracts';
import { describe, expect, it } from 'vitest';
import { createNewsReader } from './news.ts';

const reader = createNewsReader({
  validators: compileEventValidators(),
  envelopes: {
    decryptWith: () => {
      throw new Error('Nobody asks for this.');
    },
  },
  businessNow: () => 0,
  isVoid: () => false,
});

const read = (text: string, topic = 'dossiers.commerce-registration.v1', by = reader) =>
  by({
    topic,
    partition: 0,
    offset: '0',
    key: 'k',
    value: Buffer.from(text),
    headers: {},
    timestamp: 0,
  });

describe('a message that is no event', () => {
  for (const text of ['"text"', 'null', '7', '[]', '{}', '{"type":1}', 'no JSON'])
    it(`cannot be read, so that it is put aside and seen: ${text}`, () => {
      expect(() => read(text)).toThrow();
    });
});

describe('an event of a later version', () => {
  it('is none of ours, and passes', () => {
    expect(read('{"type":"dossier.decided.v9"}')).toEqual({ is: 'unknown' });
  });
});

describe('news of a branch', () => {
  const CASE = 'c'.repeat(22);
  const told = (differing: object = {}, data: object = {}) =>
    JSON.stringify({
      type: 'dossier.withdrawn',
      source: `${CASE}.seal`,
      target: CASE,
      sequence: 1,
      time: '2026-03-02T02:00:00.000Z',
      entryhash: 'h',
      data: { caseId: CASE, branch: 'seal', ...data },
      ...differing,
    });

  it('comes from the dossier of that branch, by the service that the topic belongs to', () => {
    for (const service of ['commerce-registration', 'social-security'])
      expect(read(told(), `dossiers.${service}.v1`)).toMatchObject({
        is: 'delivery',
        delivery: {
          id: CASE,
          command: {
            step: 'branch-withdrawn',
            branch: 'seal',
            asker: { kind: 'branch', service },
            toldOn: '2026-03-02',
          },
        },
      });
  });

  it('brings along why a limit was extended, sealed to us', () => {
    const opening = createNewsReader({
      validators: compileEventValidators(),
      envelopes: { decryptWith: (sealed, { aad }) => ({ '/reason': `${sealed} ${aad}` }) },
      businessNow: () => 0,
      isVoid: () => false,
    });
    const clock = { startedOn: '2026-03-02', dueOn: '2026-03-16', days: 10, provisional: false };
    const data = { milestone: 'extended', holder: { department: 'taxation' }, clock };
    const message = (more: object) => told({ type: 'dossier.milestone' }, { ...data, ...more });
    expect(read(message({ personal: 'jwe' }), undefined, opening)).toMatchObject({
      delivery: {
        command: { step: 'branch-progressed', milestone: 'extended', personal: true },
        personal: { '/reason': `jwe ${CASE}.seal|${CASE}|1` },
      },
    });
    expect(read(message({}), undefined, opening)).toEqual({
      is: 'delivery',
      delivery: expect.not.objectContaining({ personal: expect.anything() }),
    });
  });

  it('cannot be read when it is of another branch or of another case than its source', () => {
    for (const text of [
      told({ source: `${CASE}.tax` }),
      told({}, { branch: 'tax' }),
      told({ source: `${'d'.repeat(22)}.seal` }),
      told({ target: 'd'.repeat(22) }),
      told({}, { caseId: 'd'.repeat(22) }),
    ])
      expect(() => read(text)).toThrow('not the one that tells');
  });
});
