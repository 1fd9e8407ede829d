import { type Circuit, CLOSED, type SwitchedOff, type SystemState, type SystemStates } from '@yimen/adapter';
import type { Clock } from '@yimen/kernel';
import { isDuplicateKey, type Store, throwOutage } from '@yimen/store';

interface StoredSystem {
  readonly _id: string;
  readonly owner?: string;
  /** System time in ms until which the owner has it. */
  readonly until?: number;
  readonly circuit?: Circuit;
  readonly off?: SwitchedOff;
  readonly quotaDay?: string;
  readonly quotaUsed?: number;
}

/** The states of the systems in MongoDB, shared by all replicas: losing Redis, or a process, changes nothing. */
export const createSystemStates = (store: Store, now: Clock): SystemStates => {
  const systems = store.collection<StoredSystem>('systems');
  const set = (system: string, change: object): Promise<unknown> =>
    systems.updateOne({ _id: system }, change, { upsert: true }).catch(throwOutage);
  const read = async (system: string): Promise<SystemState> =>
    stateOf(system, (await systems.findOne({ _id: system }).catch(throwOutage)) ?? undefined);

  return {
    lease: async (system, owner, leaseMs) => {
      const at = now();
      const free = { _id: system, $or: [{ owner }, { until: { $lte: at } }, { until: { $exists: false } }] };
      const held = await systems
        .findOneAndUpdate(free, { $set: { owner, until: at + leaseMs } }, { upsert: true, returnDocument: 'after' })
        .catch((error) => (isDuplicateKey(error) ? undefined : throwOutage(error)));
      return held ? stateOf(system, held) : undefined;
    },
    release: async (system, owner) => {
      await systems.updateOne({ _id: system, owner }, { $unset: { owner: 1, until: 1 } }).catch(throwOutage);
    },
    setCircuit: async (system, circuit) => {
      await set(system, { $set: { circuit } });
    },
    spend: async (system, day, wanted, quota) => {
      const used = { $cond: [{ $eq: ['$quotaDay', day] }, { $ifNull: ['$quotaUsed', 0] }, 0] };
      const granted = { $max: [0, { $min: [wanted, { $subtract: [quota, used] }] }] };
      const before = await systems
        .findOneAndUpdate({ _id: system }, [{ $set: { quotaDay: day, quotaUsed: { $add: [used, granted] } } }], {
          upsert: true,
          returnDocument: 'before',
        })
        .catch(throwOutage);
      const spent = before?.quotaDay === day ? (before.quotaUsed ?? 0) : 0;
      return Math.max(0, Math.min(wanted, quota - spent));
    },
    setSwitch: async (system, off) => {
      await set(system, off ? { $set: { off } } : { $unset: { off: 1 } });
    },
    read,
  };
};

const stateOf = (system: string, stored: StoredSystem | undefined): SystemState => ({
  system,
  circuit: stored?.circuit ?? CLOSED,
  ...(stored?.off ? { off: stored.off } : {}),
  ...(stored?.quotaDay === undefined ? {} : { quota: { day: stored.quotaDay, used: stored.quotaUsed ?? 0 } }),
});
