import { isDuplicateKey, throwOutage } from '@yimen/store';
import type { CaseStore, Mark } from '../port.ts';
import { entryText, type SegmentDocument } from './codec.ts';
import type { Collections } from './collections.ts';

type SideWrites = Pick<CaseStore, 'mark' | 'postpone' | 'touch' | 'seal' | 'owe' | 'asked' | 'settleDebt'>;

/** A mark that is lost only repeats messages, so it waits for neither majority nor journal. */
const LIGHT = { ordered: false, writeConcern: { w: 1, journal: false } } as const;

/** The writes beside commands; none of them moves `version`. */
export const createSideWrites = (collections: Collections): SideWrites => ({
  ...createDebtWrites(collections),
  ...createFileWrites(collections),
});

const createFileWrites = ({
  files,
  segments,
}: Collections): Pick<SideWrites, 'mark' | 'postpone' | 'touch' | 'seal'> => ({
  mark: async (marks) => {
    if (marks.length === 0) return;
    const unchanged = alikeOf(marks).map(({ n, version, ids }) => ({
      updateMany: {
        filter: { _id: { $in: ids }, version },
        update: { $max: { relayed: n }, $unset: { relayAt: true as const } },
      },
    }));
    const { matchedCount } = await files.bulkWrite(unchanged, LIGHT).catch(throwOutage);
    if (matchedCount === marks.length) return;
    // somebody wrote since: what they wrote still waits, so only the mark moves
    const moved = marks.map(({ id, n }) => ({ updateOne: { filter: { _id: id }, update: { $max: { relayed: n } } } }));
    await files.bulkWrite(moved, LIGHT).catch(throwOutage);
  },
  postpone: async ({ id, version, wakeAt: was }, wakeAt) => {
    await files.updateOne({ _id: id, version, wakeAt: was }, { $set: { wakeAt } }).catch(throwOutage);
  },
  touch: async (id, name, value) => {
    await files.updateOne({ _id: id }, { $set: { [`beside.${name}`]: value } }).catch(throwOutage);
  },
  seal: async (segment) => {
    const sealed = await keep(segments, { ...segment, entries: segment.entries.map((entry) => entryText(entry)) });
    const last = sealed.entries.at(-1);
    if (!last) return sealed.to;
    const bytes = sealed.entries.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    await files
      .updateOne(
        { _id: sealed.file, 'base.n': sealed.from - 1 },
        {
          $set: { base: { n: last.n, hash: last.hash } },
          $pull: { history: { n: { $lte: sealed.to } } },
          $inc: { bytes: -bytes },
        },
      )
      .catch(throwOutage);
    return sealed.to;
  },
});

/** Files to be marked alike, which one update does. */
const alikeOf = (
  marks: readonly Mark[],
): readonly { readonly n: number; readonly version: number; ids: string[] }[] => {
  const alike = new Map<string, { n: number; version: number; ids: string[] }>();
  for (const { id, n, version } of marks) {
    const key = `${n} ${version}`;
    const group = alike.get(key);
    if (group) group.ids.push(id);
    else alike.set(key, { n, version, ids: [id] });
  }
  return [...alike.values()];
};

/** The segment as it is stored: another replica may have cut a longer or shorter one, by limits of its own. */
const keep = async (segments: Collections['segments'], segment: SegmentDocument): Promise<SegmentDocument> => {
  try {
    await segments.insertOne(segment);
    return segment;
  } catch (error) {
    if (!isDuplicateKey(error)) return throwOutage(error);
    return (await segments.findOne({ _id: segment._id }).catch(throwOutage)) ?? segment;
  }
};

const createDebtWrites = ({ debts }: Collections): Pick<SideWrites, 'owe' | 'asked' | 'settleDebt'> => {
  const owe: SideWrites['owe'] = async (owed) => {
    const operations = owed.map(({ _id, upTo, ...rest }) => ({
      updateOne: { filter: { _id }, update: { $max: { upTo }, $setOnInsert: rest }, upsert: true },
    }));
    try {
      const { upsertedIds } = await debts.bulkWrite(operations, { ordered: false });
      return Object.values(upsertedIds).map(String);
    } catch (error) {
      // another replica noted the same debt in the same moment: now it is there
      return isDuplicateKey(error) ? owe(owed) : throwOutage(error);
    }
  };
  return {
    owe,
    asked: async (id, asks, askAt) => {
      await debts.updateOne({ _id: id }, { $set: { asks, askAt } }).catch(throwOutage);
    },
    settleDebt: async (id, upTo) => {
      await debts.deleteOne({ _id: id, upTo: { $lte: upTo } }).catch(throwOutage);
    },
  };
};
