import { type JsonObject, Outage } from '@yimen/kernel';
import type { Aggregate, Command } from '../aggregate.ts';
import type { Entry } from '../entry.ts';
import type { StoredFile } from '../store/document.ts';

/** One step from a schema version to the next. Pure; what it does not know it leaves as it is. */
export interface Upcast {
  readonly state: (old: JsonObject) => JsonObject;
  /** The type and data of an old fact in the words of the next version; the same unless given. */
  readonly fact?: (old: { readonly type: string; readonly data: JsonObject }) => {
    readonly type: string;
    readonly data: JsonObject;
  };
}

type Steps = Pick<Aggregate<JsonObject, Command>, 'schemaVersion' | 'upcasts'>;
type Versioned = Steps & { readonly name: string };

/** Throws when a step is missing on the way from the first version to the present one. */
export const requireUpcasts = ({ name, schemaVersion, upcasts }: Versioned): void => {
  for (let version = 1; version < schemaVersion; version++)
    if (!upcasts?.[version]) throw new TypeError(`A ${name} of version ${version} has no step to the next one.`);
};

const stepsFrom = ({ schemaVersion, upcasts }: Steps, version: number): readonly Upcast[] =>
  Array.from({ length: Math.max(0, schemaVersion - version) }, (_, i) => upcasts?.[version + i]).filter(
    (step) => step !== undefined,
  );

const upcastState = (aggregate: Steps, version: number, state: JsonObject): JsonObject =>
  version >= aggregate.schemaVersion
    ? state
    : stepsFrom(aggregate, version).reduce((old, step) => step.state(old), state);

/** A stored file with its state in the words of the present version (a newer one as it is); its `schemaVersion` says what stands in the store. */
export const upcastFile = (aggregate: Steps, file: StoredFile): StoredFile =>
  file.schemaVersion >= aggregate.schemaVersion
    ? file
    : { ...file, state: upcastState(aggregate, file.schemaVersion, file.state) };

/** An entry in the words of the present version. For reading only: its hash is that of the words it was written in. */
export const upcastEntry = (aggregate: Steps, entry: Entry): Entry => {
  const version = entry.v ?? 1;
  if (version >= aggregate.schemaVersion) return entry;
  const { type, data } = entry;
  const present = stepsFrom(aggregate, version).reduce((old, step) => step.fact?.(old) ?? old, { type, data });
  return { ...entry, ...present };
};

/** Whether a file was written by a later version of the program than this one. */
export const isNewer = ({ schemaVersion }: Steps, file: StoredFile): boolean => file.schemaVersion > schemaVersion;

/**
 * Throws an outage on a file of a newer version: this process would write back less than it read, a replica of the newer
 * version can do it.
 */
export const refuseNewer = (aggregate: Versioned, file: StoredFile | undefined): void => {
  if (file && isNewer(aggregate, file))
    throw new Outage(`The ${aggregate.name} is of version ${file.schemaVersion}, newer than this process knows.`);
};
