import { formatCaseNumber } from '@yimen/identifiers';
import { type Block, type BlockDocument, type Collection, leaseBlock } from '@yimen/store';

/** Hands out case numbers; a number handed out is never handed out again, used or not. */
export type CaseNumbers = {
  readonly next: (division: string, year: number) => Promise<string>;
};

/** Before the district and the year of a row of case numbers. */
export const CASE_ROW = 'case:';

/** Numbers that one process leases at a time: what a crash may waste. */
const BLOCK_SIZE = 500;
/** The next block is leased in the background from here on. */
const REFILL_AT = 100;
/** Divisions and years that a process keeps blocks for. */
const ROWS_LIMIT = 500;

type Row = { next: number; to: number; spare: Block | undefined; leasing: Promise<void> | undefined };

/** Case numbers from leased blocks, one row per district and year, without a daily cap. */
export const createCaseNumbers = (blocks: Collection<BlockDocument>): CaseNumbers => {
  const rows = new Map<string, Row>();

  const rowOf = (name: string): Row => {
    const known = rows.get(name);
    if (known) return known;
    if (rows.size >= ROWS_LIMIT) rows.clear(); // what was left of those blocks is wasted, never reused
    const fresh: Row = { next: 1, to: 0, spare: undefined, leasing: undefined };
    rows.set(name, fresh);
    return fresh;
  };
  const refill = (name: string, row: Row): Promise<void> => {
    row.leasing ??= leaseBlock(blocks, name, BLOCK_SIZE)
      .then((block) => {
        row.spare = block;
      })
      .finally(() => {
        row.leasing = undefined;
      });
    return row.leasing;
  };

  return {
    next: async (division, year) => {
      const district = division.slice(0, 6);
      const name = `${CASE_ROW}${district}:${year}`;
      const row = rowOf(name);
      while (row.next > row.to) {
        if (!row.spare) await refill(name, row);
        if (row.next <= row.to || !row.spare) continue; // another request has put it in place
        row.next = row.spare.from;
        row.to = row.spare.to;
        row.spare = undefined;
      }
      const serial = row.next++;
      if (row.to - row.next < REFILL_AT && !row.spare) refill(name, row).catch(() => undefined); // asked again when needed
      return formatCaseNumber({ division: district, year, serial });
    },
  };
};
