import { type Refusal, refuse } from '@yimen/kernel';

/** One value of a keyset position. */
export type Position = string | number;
type Kind = 'string' | 'number';
type PositionOf<K extends readonly Kind[]> = { -readonly [I in keyof K]: K[I] extends 'number' ? number : string };

/** Writes the keyset position after which the next page begins, as an opaque text. */
export const encodeCursor = (position: readonly Position[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** Reads a cursor back; a text that we did not write, or wrote for another list, is refused as `cursor-invalid`. */
export const decodeCursor = <const K extends readonly Kind[]>(cursor: string, kinds: K): PositionOf<K> | Refusal => {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return invalid();
  }
  const fits =
    Array.isArray(position) &&
    position.length === kinds.length &&
    kinds.every((kind, i) => typeof position[i] === kind && (kind === 'string' || Number.isFinite(position[i])));
  return fits ? (position as unknown as PositionOf<K>) : invalid();
};

/** Cuts one row more than asked for into a page and its `next` cursor. */
export const pageOf = <T>(
  rows: readonly T[],
  limit: number,
  position: (last: T) => readonly Position[],
): { rows: readonly T[]; next?: string } => {
  const last = rows[limit - 1];
  if (rows.length <= limit || last === undefined) return { rows };
  return { rows: rows.slice(0, limit), next: encodeCursor(position(last)) };
};

const invalid = (): Refusal & { place: 'query' } => ({
  ...refuse('cursor-invalid', 'The cursor is not one of ours.', { pointer: '/cursor' }),
  place: 'query',
});
