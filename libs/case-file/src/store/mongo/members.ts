import { throwOutage } from '@yimen/store';
import type { CaseStore } from '../port.ts';
import type { Collections } from './collections.ts';
import { INDEX } from './indexes.ts';

/** Who shares the work of a group, in system time. */
export const createMembers = ({ members }: Collections): Pick<CaseStore, 'beat' | 'leave' | 'living'> => ({
  beat: async (group, member, until) => {
    await members
      .updateOne({ _id: `${group}/${member}` }, { $set: { group, member, until } }, { upsert: true })
      .catch(throwOutage);
  },
  leave: async (group, member) => {
    await members.deleteOne({ _id: `${group}/${member}` }).catch(throwOutage);
  },
  living: async (group, now) => {
    const found = await members
      .find({ group, until: { $gt: now } }, { hint: INDEX.living })
      .toArray()
      .catch(throwOutage);
    return found.map(({ member }) => member);
  },
});
