import { randomBytes, randomUUID } from 'node:crypto';
import {
  type CaseStore,
  type Cause,
  type Entry,
  hashCanonical,
  rootHash,
  type StoredFile,
  sealContext,
  slotOf,
} from '@yimen/case-file';
import { formatCaseNumber } from '@yimen/identifiers';
import { open, seal } from '@yimen/personal-data';
import { blindIndexesOf } from '../../../../services/intake-gateway/src/receipt/applicant.ts';
import { organisationOf, personOf } from '../../district/people.ts';
import type { Shelves } from './family.ts';
import type { Cut, Mould, MouldMember } from './mould.ts';

type Insert = Extract<Parameters<CaseStore['write']>[0][number], { readonly kind: 'insert' }>;

/** The documents of one copied case, by service. */
export type Cast = readonly { readonly service: MouldMember['service']; readonly insert: Insert }[];

/** Numbers of the generated cases are of the year before, so that no counter of the platform meets them. */
export const NUMBER_YEAR = 2025;
/** Instants move by less than this, so that no day and no time limit is another one. */
const SPREAD_MS = 3_600_000;
const STEP_MS = 7;
const WINDOWS = 92;

const fill = ({ literals, places }: Cut, values: ReadonlyMap<string, string>): string => {
  let text = literals[0] ?? '';
  for (let i = 0; i < places.length; i++) text += (values.get(places[i] ?? '') ?? '') + (literals[i + 1] ?? '');
  return text;
};

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Copies a family as another applicant's, with ids, numbers, instants, keys and hash chains of its own. */
export const createCaster = (mould: Mould, shelves: Shelves) => {
  const { applicant } = mould.family;
  const isPerson = /^\d{17}[\dX]$/.test(applicant.idNumber);
  const parts = mould.members.map((member, m) => {
    const { file } = mould.family.members[m] ?? {};
    const shelf = shelves.of(member.service);
    const key = file?.dataKey && shelf.keyring.unwrap(file._id, file.dataKey.wrapped);
    const secrets = member.sealed.map(({ place, n, blob }) => {
      if (!key || !file) throw new Error('a sealed part without a key');
      return { place, n, text: JSON.stringify(open(key, sealContext(file._id, n), blob)) };
    });
    return { member, shelf, secrets };
  });
  const instants = [...mould.originals].filter(([place]) => place.startsWith('at/'));
  const nonces = [...mould.originals].filter(([place]) => place.startsWith('nonce/'));
  const keys = [...mould.originals.keys()].filter((place) => place.startsWith('key/'));
  const [division = ''] = (mould.originals.get('number') ?? '').split('-');
  const window = mould.originals.get('window');

  const valuesOf = (nth: number): Map<string, string> => {
    const id = randomBytes(16).toString('base64url');
    const who = isPerson ? personOf(nth) : organisationOf(nth);
    const shift = (nth * STEP_MS) % SPREAD_MS;
    const { keyring } = shelves.all[0] ?? { keyring: undefined };
    if (!keyring) throw new Error('no keyring of the gateway');
    const blind = blindIndexesOf(who, keyring);
    return new Map<string, string>([
      ['id', id],
      ['number', formatCaseNumber({ division, year: NUMBER_YEAR, serial: nth + 1 })],
      ['name', who.name],
      ['id-number', who.idNumber],
      ['blind-number', blind.idNumber],
      ['blind-name', blind.name],
      ...(window === undefined ? [] : [['window', windowOf(window, nth)] as const]),
      ...instants.map(([place, text]) => [place, new Date(Date.parse(text) - shift).toISOString()] as const),
      ...nonces.map(([place, text], i) => [place, `${text.slice(0, 12)}-${nth}-${i}`] as const),
      ...keys.map((place) => [place, randomUUID()] as const),
    ]);
  };

  return (nth: number): Cast => {
    const values = valuesOf(nth);
    const made = parts.map(({ member, shelf, secrets }, m) => {
      const id = fill(member.id, values);
      values.set(`root/${m}`, rootHash(id));
      if (secrets.length === 0) return { id, dataKey: undefined };
      const { key, wrapped } = shelf.keyring.newDataKey(id);
      for (const { place, n, text } of secrets)
        values.set(place, seal(key, sealContext(id, n), personalOf(text, values)));
      shelf.keyring.forget(id);
      return { id, dataKey: { wrapped } };
    });
    const texts = mould.members.map(({ entries }) => entries.map(() => ''));
    for (const { member, entry, place } of mould.order) {
      const cut = mould.members[member]?.entries[entry]?.text;
      if (!cut) continue;
      const text = fill(cut, values);
      const own = texts[member];
      if (own) own[entry] = text;
      values.set(place, hashCanonical(text));
    }
    return mould.members.map((member, m) => {
      const { id, dataKey } = made[m] ?? { id: '', dataKey: undefined };
      return { service: member.service, insert: insertOf(member, m, { id, dataKey, values, texts: texts[m] ?? [] }) };
    });
  };

  function personalOf(text: string, values: ReadonlyMap<string, string>): JsonObject {
    return JSON.parse(
      text
        .replaceAll(inJson(applicant.name), inJson(values.get('name') ?? ''))
        .replaceAll(applicant.idNumber, values.get('id-number') ?? ''),
    );
  }
};

type JsonObject = Parameters<typeof seal>[2];

/** Another window of the same hall. */
const windowOf = (window: string, nth: number): string =>
  window.replace(/-\d+$/, `-${String(1 + (nth % WINDOWS)).padStart(2, '0')}`);

interface Made {
  readonly id: string;
  readonly dataKey: StoredFile['dataKey'] | undefined;
  readonly values: ReadonlyMap<string, string>;
  readonly texts: readonly string[];
}

const insertOf = (member: MouldMember, m: number, { id, dataKey, values, texts }: Made): Insert => {
  const frame = JSON.parse(fill(member.frame, values)) as Omit<StoredFile, 'state' | 'history'>;
  const history = member.entries.map(
    ({ entry, nonce, cause }): Entry => ({
      ...entry,
      nonce: fill(nonce, values),
      cause: JSON.parse(fill(cause, values)) as Cause,
      hash: values.get(`hash/${m}/${entry.n}`) ?? '',
    }),
  );
  const state = fill(member.state, values);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return {
    kind: 'insert',
    id,
    nonce: history.at(-1)?.nonce ?? '',
    file: { ...frame, slot: slotOf(id), bytes, state: {}, history, ...(dataKey ? { dataKey } : {}) },
    texts: { state, entries: texts },
    bytes: bytes + state.length,
  };
};
