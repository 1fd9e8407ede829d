import { isOutage, Outage } from '@yimen/kernel';
import mongoose from 'mongoose';
import { driver } from './driver.ts';

/** Server answers that say nothing about the request but that this server cannot serve it now. */
const OUTAGE_CODES: ReadonlySet<number> = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  50, // MaxTimeMSExpired
  64, // WriteConcernTimeout: written here, unknown on the majority
  89, // NetworkTimeout
  91, // ShutdownInProgress
  133, // FailedToSatisfyReadPreference
  134, // ReadConcernMajorityNotAvailableYet
  189, // PrimarySteppedDown
  262, // ExceededTimeLimit
  9001, // SocketException
  10107, // NotWritablePrimary
  11600, // InterruptedAtShutdown
  11602, // InterruptedDueToReplStateChange
  13435, // NotPrimaryNoSecondaryOk
  13436, // NotPrimaryOrSecondary
  14031, // OutOfDiskSpace
]);

const OUTAGE_LABELS = ['RetryableWriteError', 'TransientTransactionError', 'PoolRequestedRetry'];

/** True when a code of the server says that it cannot serve now; after such an answer a write may have happened. */
export const isOutageCode = (code: unknown): boolean => typeof code === 'number' && OUTAGE_CODES.has(code);

/**
 * The outage behind a driver's error (network, time-out, server selection, not primary, write concern), or
 * `undefined` when the error is something else: a duplicate key, a fault of ours.
 */
export const outageOf = (error: unknown): Outage | undefined => {
  if (isOutage(error)) return error;
  return isAway(error, 0) ? new Outage('The database cannot be reached.', { cause: error }) : undefined;
};

/** For `.catch(throwOutage)`: throws the outage behind an error, or the error itself. */
export const throwOutage = (error: unknown): never => {
  throw outageOf(error) ?? error;
};

/** True when the error is a unique index refusing a document, which is definite: nothing was written. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof driver.MongoServerError && error.code === 11000;

const isAway = (error: unknown, depth: number): boolean => {
  if (!(error instanceof Error) || depth > 3) return false;
  if (isNetworkError(error)) return true;
  if (!(error instanceof driver.MongoServerError)) return isAway(error.cause, depth + 1);
  if (isOutageCode(error.code) || hasWriteConcernError(error)) return true;
  if (OUTAGE_LABELS.some((label) => error.hasErrorLabel(label))) return true;
  // a bulk wraps the error that stopped it
  return isAway(error.errorResponse, depth + 1) || isAway(error.cause, depth + 1);
};

const isNetworkError = (error: Error): boolean =>
  error instanceof driver.MongoNetworkError ||
  error instanceof driver.MongoServerSelectionError ||
  error instanceof driver.MongoNotConnectedError ||
  error instanceof driver.MongoTopologyClosedError ||
  error instanceof driver.MongoClientClosedError ||
  error instanceof driver.MongoOperationTimeoutError ||
  error instanceof driver.MongoExpiredSessionError ||
  error instanceof mongoose.Error.MongooseServerSelectionError ||
  error.name === 'MongoWaitQueueTimeoutError' ||
  error.name === 'MongoPoolClosedError';

const hasWriteConcernError = (error: Error): boolean =>
  error instanceof driver.MongoWriteConcernError ||
  (error instanceof driver.MongoBulkWriteError && error.result.getWriteConcernError() !== undefined);
