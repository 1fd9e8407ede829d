import { type Refusal, refuse } from '@yimen/kernel';

/**
 * Serials that one process may hand out alone: `next` … `last`. The counter in the database was raised past `last`
 * before the block came here, so a crash loses the rest of a block and never gives a serial twice.
 */
export type NumberBlock = { readonly next: number; readonly last: number };

/** The largest block: what a crash may waste. */
export const BLOCK_SIZE_LIMIT = 10_000;

/** The block that a counter leased by rising by `size` to `counterAfter`. Throws RangeError on anything else. */
export const blockFrom = (counterAfter: number, size: number): NumberBlock => {
  const next = counterAfter - size + 1;
  if (
    !Number.isSafeInteger(counterAfter) ||
    !Number.isSafeInteger(size) ||
    size < 1 ||
    size > BLOCK_SIZE_LIMIT ||
    next < 1
  ) {
    throw new RangeError('A block has 1 to 10000 serials, from 1.');
  }
  return Object.freeze({ next, last: counterAfter });
};

/** Takes the next serial and gives back the shorter block; `block-used-up` when none is left: lease another. */
export const takeNumber = (block: NumberBlock): { readonly serial: number; readonly block: NumberBlock } | Refusal =>
  block.next > block.last
    ? refuse('block-used-up', 'All serials of this block are handed out.')
    : { serial: block.next, block: Object.freeze({ next: block.next + 1, last: block.last }) };

/** How many serials are left: the moment to lease the next block is before this is 0. */
export const numbersLeft = (block: NumberBlock): number => Math.max(0, block.last - block.next + 1);
