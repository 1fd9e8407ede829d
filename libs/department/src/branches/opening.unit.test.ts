import { fileURLToPath } from 'node:url';
import { compileEventValidators } from '@yimen/contracts';
import { describe, expect, it } from 'vitest';
import { readOffer } from '../items/reading.ts';
import { openedData } from '../testing/opened.ts';
import { type BranchParts, createBranchReader } from './opening.ts';

const nobody = (): never => {
  throw new Error('Nobody asks for this.');
};

/** Nothing here comes so far as to need the items or the keys. */
const parts: BranchParts = {
  offer: { items: new Map(), packages: new Map() } as unknown as BranchParts['offer'],
  validators: compileEventValidators(),
  envelopes: { decryptWith: nobody, encryptTo: nobody } as unknown as BranchParts['envelopes'],
  clocks: { business: () => 0, system: () => 0 },
  isVoid: (hash) => hash === 'void',
};

const read = (text: string, more: Partial<BranchParts> = {}) =>
  createBranchReader({ ...parts, ...more })({
    topic: 'branches.commerce-registration.v1',
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
    expect(read('{"type":"branch.opened.v9"}')).toEqual({ news: 'unknown' });
  });
});

describe('an event that a restore made its source forget', () => {
  it('passes: whoever is opened by it would not be known at the window', () => {
    expect(read('{"type":"branch.opened","entryhash":"void","data":{}}')).toEqual({ news: 'unknown' });
    expect(() => read('{"type":"branch.opened","entryhash":"other","data":{}}')).toThrow();
  });
});

describe('the opening of a branch', () => {
  const offer = readOffer(fileURLToPath(new URL('../testing/items', import.meta.url)), {
    domain: 'household-registration',
    systems: ['L99'],
  });
  const caseId = 'A'.repeat(22);
  const event = {
    type: 'branch.opened',
    source: caseId,
    target: `${caseId}.one`,
    sequence: 1,
    entryhash: 'h',
    time: '2026-03-09T01:30:00.000Z',
    data: openedData(caseId, {
      branch: 'one',
      item: { code: 'nod', version: 1 },
      applicantKind: 'person',
      accepted: { by: 'law', organ: 'x' },
    }),
  };
  const opened = (waited: object) => read(JSON.stringify({ ...event, data: { ...event.data, ...waited } }), { offer });

  it('says whether it had to wait, which an older gateway does not know to say', () => {
    expect(opened({ waited: true })).toMatchObject({
      delivery: { command: { step: 'open', begunOn: '2026-03-09', opening: { waited: true } } },
    });
    expect(opened({})).toMatchObject({ delivery: { command: { opening: { branch: 'one' } } } });
  });
});

describe('a withdrawal that is told to another branch than it names', () => {
  it('cannot be read, so that it withdraws nothing', () => {
    const event = {
      type: 'branch.withdrawal-asked',
      source: 'c',
      target: 'nothing',
      sequence: 1,
      entryhash: 'h',
      data: { caseId: 'A'.repeat(22), branch: 'food' },
    };
    expect(() => read(JSON.stringify(event))).toThrow('not the one it is told to');
    expect(read(JSON.stringify({ ...event, target: `${event.data.caseId}.food` }))).toMatchObject({ news: 'delivery' });
  });
});
