import type { AnyBulkWriteOperation, UpdateFilter } from '@yimen/store';
import type { StoredFile } from '../document.ts';
import type { UpdateOperation, WriteOperation } from '../port.ts';

/** A write as the driver takes it. */
export const operationFor = (operation: WriteOperation): AnyBulkWriteOperation<StoredFile> =>
  operation.kind === 'insert'
    ? { insertOne: { document: operation.file } }
    : { updateOne: { filter: { _id: operation.id, version: operation.version }, update: updateOf(operation) } };

const updateOf = ({ set, unset, push, addBytes, relayed }: UpdateOperation): UpdateFilter<StoredFile> => ({
  $set: set,
  ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((field) => [field, true as const])) } : {}),
  ...(push.length > 0 ? { $push: { history: { $each: [...push] } }, $inc: { bytes: addBytes } } : {}),
  ...(relayed === undefined ? {} : { $max: { relayed } }),
});
