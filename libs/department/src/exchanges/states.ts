import { type Circuit, CLOSED, type SwitchedOff, type SystemState, type SystemStates } from '@yimen/adapter';
import type { Clock } from '@yimen/kernel';
import { type Keyring, open, seal, type WrappedKey } from '@yimen/personal-data';
import { isDuplicateKey, type Store, throwOutage } from '@yimen/store';

interface StoredSystem {
  readonly _id: string;
  readonly owner?: string;
  /** System time in ms until which the owner has it. */
  readonly until?: number;
  readonly circuit?: Circuit;
  /** Why it was switched off is an operator's words, so it is sealed. */
  readonly off?: Omit<SwitchedOff, 'reason'> & { readonly key: WrappedKey; readonly sealed: string };
  readonly quotaDay?: string;
  readonly quotaUsed?: number;
}

/** The states of the systems in MongoDB, shared by all replicas: losing Redis, or a process, changes nothing. */
export const createSystemStates = (store: Store, keyring: Keyring, now: Clock): SystemStates => {
  const systems = store.collection<StoredSystem>('systems');
  const set = (system: string, change: object): Promise<unknown> =>
    systems.updateOne({ _id: system }, change, { upsert: true }).catch(throwOutage);
  const sealOff = (system: string, { reason, ...off }: SwitchedOff): StoredSystem['off'] => {
    const { key, wrapped } = keyring.newDataKey(placeOf(system));
    return { ...off, key: wrapped, sealed: seal(key, placeOf(system), { reason }) };
  };
  const openOff = (system: string, { key, sealed, ...off }: NonNullable<StoredSystem['off']>): SwitchedOff => {
    const { reason } = open(keyring.unwrap(placeOf(system), key), placeOf(system), sealed);
    return { ...off, reason: String(reason) };
  };
  const stateOf = (system: string, stored: StoredSystem | undefined): SystemState => ({
    system,
    circuit: stored?.circuit ?? CLOSED,
    ...(stored?.off ? { off: openOff(system, stored.off) } : {}),
    ...(stored?.quotaDay === undefined ? {} : { quota: { day: stored.quotaDay, used: stored.quotaUsed ?? 0 } }),
  });
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
      await set(system, off ? { $set: { off: sealOff(system, off) } } : { $unset: { off: 1 } });
    },
    read,
  };
};

/** What the sealed words of a switch are bound to. */
const placeOf = (system: string): string => `system:${system}`;
