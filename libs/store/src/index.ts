export { type Block, type BlockDocument, leaseBlock, raiseBlocks } from './blocks.ts';
export { readDocument, timestampOf } from './bson.ts';
export { type BulkOutcome, type BulkUpdate, bulkInsert, bulkUpdate } from './bulk.ts';
export { type BusinessClock, type BusinessClockOptions, DEMO_START, openBusinessClock } from './business-clock.ts';
export { connectStore, type Store, type StoreOptions } from './connection.ts';
export type {
  AggregationCursor,
  Collection,
  Db,
  Document,
  Filter,
  FindCursor,
  FindOptions,
  OptionalUnlessRequiredId,
  Sort,
  UpdateFilter,
  WithId,
} from './driver.ts';
export { createFileStore, type FileStore, type FreshFile, type PutOptions, type StoredFile } from './files.ts';
export { declareIndexes, type IndexDeclaration, type IndexDrift, indexName } from './indexes.ts';
export { isDuplicateKey, outageOf, throwOutage } from './outages.ts';
export { openSystemClock, type SystemClock } from './system-clock.ts';
