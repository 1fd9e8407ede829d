import type { Collection } from './driver.ts';
import { isDuplicateKey, throwOutage } from './outages.ts';

/** How a row of numbers is stored: the last one handed out. */
export interface BlockDocument {
  readonly _id: string;
  readonly last: number;
}

/** Numbers that nobody else will ever be given. */
export interface Block {
  readonly from: number;
  /** Included. */
  readonly to: number;
}

/** Leases the next `size` numbers of a row, from 1. Unused ones are lost, none is ever handed out twice. */
export const leaseBlock = async (blocks: Collection<BlockDocument>, name: string, size: number): Promise<Block> => {
  for (;;) {
    const after = await blocks
      .findOneAndUpdate({ _id: name }, { $inc: { last: size } }, { returnDocument: 'after' })
      .catch(throwOutage);
    if (after) return { from: after.last - size + 1, to: after.last };
    await blocks.insertOne({ _id: name, last: 0 }).catch((error) => {
      if (!isDuplicateKey(error)) throwOutage(error);
    });
  }
};

/** Never hands out numbers up to `last` again, whatever the store remembers; for use after a restore. */
export const raiseBlocks = async (blocks: Collection<BlockDocument>, name: string, last: number): Promise<void> => {
  const raised = await blocks.updateOne({ _id: name }, { $max: { last } }).catch(throwOutage);
  if (raised.matchedCount > 0) return;
  try {
    await blocks.insertOne({ _id: name, last });
  } catch (error) {
    if (!isDuplicateKey(error)) throwOutage(error);
    await raiseBlocks(blocks, name, last);
  }
};
