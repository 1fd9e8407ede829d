import { isDuplicateKey, throwOutage } from '@yimen/store';
import type { CaseStore } from '../port.ts';
import { entryText } from './codec.ts';
import type { Collections } from './collections.ts';

type SideWrites = Pick<CaseStore, 'mark' | 'postpone' | 'touch' | 'seal' | 'owe' | 'asked' | 'settleDebt'>;

/** A mark that is lost only repeats messages, so it waits for neither majority nor journal. */
const LIGHT = { ordered: false, writeConcern: { w: 1, journal: false } } as const;

const NO_MARK = { n: 0, version: 0 } as const;

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
    const alike = [...Map.groupBy(marks, ({ n, version }) => `${n} ${version}`).values()];
    const unchanged = alike.map((group) => {
      const [{ n, version } = NO_MARK] = group;
      const filter = { _id: { $in: group.map(({ id }) => id) }, version };
      return { updateMany: { filter, update: { $max: { relayed: n }, $unset: { relayAt: true as const } } } };
    });
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
  seal: async (segment, bytes) => {
    const last = segment.entries.at(-1);
    if (!last) return;
    await segments
      .insertOne({ ...segment, entries: segment.entries.map((entry) => entryText(entry)) })
      .catch((error: unknown) => (isDuplicateKey(error) ? undefined : throwOutage(error)));
    await files
      .updateOne(
        { _id: segment.file, 'base.n': segment.from - 1 },
        {
          $set: { base: { n: last.n, hash: last.hash } },
          $pull: { history: { n: { $lte: segment.to } } },
          $inc: { bytes: -bytes },
        },
      )
      .catch(throwOutage);
  },
});

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
