import type { Collection, Store } from '@yimen/store';
import type { Debt } from '../document.ts';
import type { FileDocument, SegmentDocument } from './codec.ts';
import { collectionsOf } from './indexes.ts';

/** A process that takes its share of a group's work. */
interface Member {
  /** `<group>/<member>`. */
  readonly _id: string;
  readonly group: string;
  readonly member: string;
  /** System time in milliseconds. */
  readonly until: number;
}

/** The collections of one kind of case file. */
export interface Collections {
  readonly files: Collection<FileDocument>;
  readonly segments: Collection<SegmentDocument>;
  readonly debts: Collection<Debt>;
  readonly members: Collection<Member>;
}

/** Opens the collections of one kind of case file. */
export const createCollections = (store: Store, aggregate: string): Collections => {
  const names = collectionsOf(aggregate);
  return {
    files: store.collection(names.files),
    segments: store.collection(names.segments),
    debts: store.collection(names.debts),
    members: store.collection(names.members),
  };
};
