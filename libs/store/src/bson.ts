import { type Document, driver, type Timestamp } from './driver.ts';

/** Reads one document in the server's own form, as it stands in its log and in dumped files; throws when it is not whole. */
export const readDocument = (bytes: Uint8Array): Document =>
  // the server stores text that is no UTF-8, too
  driver.BSON.deserialize(bytes, { validation: { utf8: false } });

/** A place in the server's log (seconds, and the operation within the second) as a value to ask by. */
export const timestampOf = ({ t, i }: { readonly t: number; readonly i: number }): Timestamp =>
  new driver.Timestamp({ t, i });
