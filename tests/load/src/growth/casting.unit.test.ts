import { createSecretKey, randomBytes } from 'node:crypto';
import {
  canonicalEntry,
  type Entry,
  hashCanonical,
  rootHash,
  type StoredFile,
  sealContext,
  slotOf,
  verifyHistory,
} from '@yimen/case-file';
import { createKeyring, open, seal } from '@yimen/personal-data';
import { describe, expect, it } from 'vitest';
import { organisationOf } from '../../district/people.ts';
import { createCaster } from './casting.ts';
import type { Family, Shelf, Shelves } from './family.ts';
import { mouldOf } from './mould.ts';

const secret = () => createSecretKey(randomBytes(32));
const keyring = createKeyring({ master: secret(), masterKid: '1', blindIndexKey: secret() });
const shelf = (service: Shelf['service']) => ({ service, keyring }) as Shelf;
const shelves: Shelves = {
  of: shelf,
  all: [shelf('intake-gateway')],
  close: async () => undefined,
};

const ID = 'abcdefghijklmnopqrstuv';
const NUMBER = '440604-2026-0000123-45';
const NAME = '佛山市禅城区阿秀饭店';
const CODE = '92440604MA5X00014Y';
const { key, wrapped } = keyring.newDataKey(ID);

const entry = (n: number, prev: string, rest: Partial<Entry>): Entry => {
  const unlinked = {
    n,
    type: 'case.submitted',
    at: '2026-03-02T01:30:00.123Z',
    by: { subject: 'demo', kind: 'officer' as const },
    data: { number: NUMBER },
    cause: { id: 'http:demo:POST /cases:0b7e4b9c-37a1-4c0e-9d1c-6f3c2d6b7a10' },
    nonce: 'writer-abcdefghij-1',
    prev,
    ...rest,
  };
  return { ...unlinked, hash: hashCanonical(canonicalEntry(unlinked)) };
};

const file = (id: string, history: Entry[], rest: Partial<StoredFile>): StoredFile => ({
  _id: id,
  version: history.length,
  revision: 1,
  schemaVersion: 1,
  state: { id, head: history.at(-1)?.hash ?? '' },
  history,
  head: { n: history.length, hash: history.at(-1)?.hash ?? '' },
  base: { n: 0, hash: rootHash(id) },
  find: { number: NUMBER, idNumber: 'blind-number-of-this-one', name: 'blind-name-of-this-one' },
  seen: [],
  out: [],
  relayed: history.length,
  slot: slotOf(id),
  bytes: 1,
  ...rest,
});

const sealed = seal(key, sealContext(ID, 1), { applicant: { name: NAME, idNumber: CODE } });
const first = entry(1, rootHash(ID), { sealed });
const opened = entry(1, rootHash(`${ID}.food`), { cause: { source: ID, n: 1, hash: first.hash } });
const told = entry(2, first.hash, { cause: { source: `${ID}.food`, n: 1, hash: opened.hash } });
const family: Family = {
  applicant: { name: NAME, idNumber: CODE },
  members: [
    { service: 'intake-gateway', file: file(ID, [first, told], { dataKey: { wrapped } }) },
    {
      service: 'commerce-registration',
      file: file(`${ID}.food`, [opened], { seen: [{ source: ID, n: 1, hash: first.hash }] }),
    },
  ],
};
const cast = createCaster(mouldOf(family), shelves);

describe('a copied family', () => {
  it('has whole histories, linked across its documents as the original is', () => {
    const [main, dossier] = cast(7).map(({ insert }) => insert);
    if (!main || !dossier) throw new Error('two documents are copied');
    for (const { id, file: copy } of [main, dossier]) {
      expect(
        verifyHistory({ id, history: linked(copy.history, id === main.id ? main : dossier), head: copy.head }),
      ).toBe(undefined);
    }
    expect(dossier.id).toBe(`${main.id}.food`);
    expect(dossier.file.history[0]?.cause).toEqual({ source: main.id, n: 1, hash: main.file.history[0]?.hash });
    expect(dossier.file.seen).toEqual([{ source: main.id, n: 1, hash: main.file.history[0]?.hash }]);
    expect(main.file.slot).toBe(slotOf(main.id));
    expect(JSON.parse(main.texts.state)).toEqual({ id: main.id, head: main.file.head.hash });
  });

  it('shares nothing with the original or another copy that belongs to one alone', () => {
    const [one, two] = [cast(1), cast(2)].map((made) => made.map(({ insert }) => insert.texts.entries.join()).join());
    for (const own of [ID, NUMBER, first.hash, told.hash, 'writer-abcdefghij-1', '0b7e4b9c', sealed])
      expect(one).not.toContain(own);
    const numberIn = (text = '') => /440604-\d{4}-\d{7}-\d{2}/.exec(text)?.[0];
    expect(numberIn(one)).not.toBe(numberIn(two));
  });

  it('is sealed under its own key for its own applicant, who is found by the blind index', () => {
    const [main] = cast(9).map(({ insert }) => insert);
    const who = organisationOf(9);
    const own = main?.file.dataKey && keyring.unwrap(main.id, main.file.dataKey.wrapped);
    const blob = /"sealed":"([^"]+)"/.exec(main?.texts.entries[0] ?? '')?.[1] ?? '';
    expect(own && open(own, sealContext(main.id, 1), blob)).toEqual({
      applicant: { name: who.name, idNumber: who.idNumber },
    });
    expect(main?.file.find['idNumber']).toBe(keyring.blindIndex('id-number', who.idNumber));
  });
});

/** Entries as they come back from the store: from their texts. */
function linked(history: readonly Entry[], insert: ReturnType<typeof cast>[number]['insert']): Entry[] {
  return history.map(({ hash }, i) => ({ ...JSON.parse(insert.texts.entries[i] ?? '{}'), hash }));
}
