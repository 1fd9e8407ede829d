import { canonicalEntry, type Entry, rootHash } from '@yimen/case-file';
import type { Family } from './family.ts';

/** A text cut at the places where copies differ: literal, place, literal, place, … literal. */
export interface Cut {
  readonly literals: readonly string[];
  readonly places: readonly string[];
}

/** One document to be copied. */
export interface MouldMember {
  readonly service: Family['members'][number]['service'];
  readonly id: Cut;
  readonly entries: readonly { readonly entry: Entry; readonly text: Cut; readonly nonce: Cut; readonly cause: Cut }[];
  readonly state: Cut;
  /** What the document holds beside history, state and keys. */
  readonly frame: Cut;
  /** Entries with a sealed part, by the place that stands for it. */
  readonly sealed: readonly { readonly place: string; readonly n: number; readonly blob: string }[];
}

/** A family to be copied. */
export interface Mould {
  readonly family: Family;
  readonly members: readonly MouldMember[];
  /** Entries in the order in which their hashes are known: each after those that it names. */
  readonly order: readonly { readonly member: number; readonly entry: number; readonly place: string }[];
  /** What stood where, by place. */
  readonly originals: ReadonlyMap<string, string>;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Everything in a family that belongs to it alone. */
const originalsOf = ({ members, applicant }: Family): Map<string, string> => {
  const [main] = members;
  if (!main) throw new Error('a family without a case');
  const { find, _id: id } = main.file;
  const originals = new Map<string, string>([
    ['id', id],
    ['number', String(find['number'])],
    ['blind-number', String(find['idNumber'])],
    ['blind-name', String(find['name'])],
    ['name', applicant.name],
    ['id-number', applicant.idNumber],
  ]);
  for (const [m, { file }] of members.entries()) {
    originals.set(`root/${m}`, rootHash(file._id));
    for (const { n, hash, sealed } of file.history) {
      originals.set(`hash/${m}/${n}`, hash);
      if (sealed !== undefined) originals.set(`sealed/${m}/${n}`, sealed);
    }
  }
  const nonces = new Set(members.flatMap(({ file }) => file.history.map(({ nonce }) => nonce)));
  for (const [i, nonce] of [...nonces].entries()) originals.set(`nonce/${i}`, nonce);
  if (typeof find['window'] === 'string') originals.set('window', find['window']);
  return originals;
};

/** Cuts texts at what belongs to one family alone; ids of causes and instants get places as they are met. */
const createCutter = (originals: Map<string, string>) => {
  const places = new Map([...originals].map(([place, text]) => [text, place]));
  const longestFirst = [...places.keys()].toSorted((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`${longestFirst.join('|')}|${UUID.source}|${INSTANT.source}`, 'g');
  const placeOf = (text: string): string => {
    const known = places.get(text);
    if (known !== undefined) return known;
    const place = `${INSTANT.test(text) ? 'at' : 'key'}/${places.size}`;
    places.set(text, place);
    originals.set(place, text);
    return place;
  };
  return (text: string): Cut => {
    const literals: string[] = [];
    const found: string[] = [];
    let end = 0;
    for (const match of text.matchAll(pattern)) {
      literals.push(text.slice(end, match.index));
      found.push(placeOf(match[0]));
      end = match.index + match[0].length;
    }
    return { literals: [...literals, text.slice(end)], places: found };
  };
};

const unlinked = ({ hash: _, ...rest }: Entry): Omit<Entry, 'hash'> => rest;

/** Makes the mould of a family; throws when two of its entries name each other. */
export const mouldOf = (family: Family): Mould => {
  const originals = originalsOf(family);
  const cut = createCutter(originals);
  const members = family.members.map(({ service, file }, m): MouldMember => {
    const { state, history, dataKey: _, ...frame } = file;
    return {
      service,
      id: cut(file._id),
      entries: history.map((entry) => ({
        entry,
        text: cut(canonicalEntry(unlinked(entry))),
        nonce: cut(entry.nonce),
        cause: cut(JSON.stringify(entry.cause)),
      })),
      state: cut(JSON.stringify(state)),
      frame: cut(JSON.stringify(frame)),
      sealed: history.flatMap(({ n, sealed }) =>
        sealed === undefined ? [] : [{ place: `sealed/${m}/${n}`, n, blob: sealed }],
      ),
    };
  });
  return { family, members, order: orderOf(members), originals };
};

const orderOf = (members: readonly MouldMember[]): Mould['order'] => {
  const waiting = new Map<string, { member: number; entry: number; place: string; needs: string[] }>();
  for (const [member, { entries }] of members.entries())
    for (const [entry, { text, entry: original }] of entries.entries()) {
      const place = `hash/${member}/${original.n}`;
      waiting.set(place, { member, entry, place, needs: text.places.filter((one) => one.startsWith('hash/')) });
    }
  const order: Mould['order'][number][] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ needs }) => needs.every((need) => !waiting.has(need)));
    if (ready.length === 0) throw new Error('entries that name each other cannot be linked');
    for (const { needs: _, ...one } of ready) {
      order.push(one);
      waiting.delete(one.place);
    }
  }
  return order;
};
