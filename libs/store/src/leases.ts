import type { Collection } from './driver.ts';
import { isDuplicateKey, throwOutage } from './outages.ts';

/** How a lease is stored. */
export interface LeaseDocument {
  readonly _id: string;
  readonly holder: string;
  /** System time in ms after which anybody may take it. */
  readonly until: number;
  /** Grows with every change of hands. */
  readonly token: number;
}

/** A lease that was held when this was answered. */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  readonly until: number;
  readonly token: number;
}

/** Who wants which lease, for how long, and what time it is by the system clock. */
export interface LeaseRequest {
  readonly name: string;
  readonly holder: string;
  readonly leaseMs: number;
  readonly now: number;
}

/** Takes a lease that is free, run out, or already one's own; `undefined` when another holds it. */
export const takeLease = async (
  leases: Collection<LeaseDocument>,
  request: LeaseRequest,
): Promise<Lease | undefined> => {
  const { name, holder, leaseMs, now } = request;
  const renewed = await renewLease(leases, request);
  if (renewed) return renewed;
  const until = now + leaseMs;
  const taken = await leases
    .findOneAndUpdate({ _id: name, until: { $lte: now } }, { $set: { holder, until }, $inc: { token: 1 } }, AFTER)
    .catch(throwOutage);
  if (taken) return leaseOf(taken);
  try {
    await leases.insertOne({ _id: name, holder, until, token: 1 });
    return { name, holder, until, token: 1 };
  } catch (error) {
    return isDuplicateKey(error) ? undefined : throwOutage(error);
  }
};

/** Prolongs a lease that is still one's own; `undefined` when another has it, or nobody took it since it was released. */
export const renewLease = async (
  leases: Collection<LeaseDocument>,
  { name, holder, leaseMs, now }: LeaseRequest,
): Promise<Lease | undefined> => {
  // $max: a late renewal with an older clock must not shorten what was already granted
  const renewed = await leases
    .findOneAndUpdate({ _id: name, holder, until: { $gt: 0 } }, { $max: { until: now + leaseMs } }, AFTER)
    .catch(throwOutage);
  return renewed ? leaseOf(renewed) : undefined;
};

/** Gives a lease back at once; nothing happens when it is not one's own any more. */
export const releaseLease = async (
  leases: Collection<LeaseDocument>,
  { name, holder }: { readonly name: string; readonly holder: string },
): Promise<void> => {
  await leases.updateOne({ _id: name, holder }, { $set: { until: 0 } }).catch(throwOutage);
};

const AFTER = { returnDocument: 'after' } as const;

const leaseOf = ({ _id, holder, until, token }: LeaseDocument): Lease => ({ name: _id, holder, until, token });
