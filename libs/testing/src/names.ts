import { randomBytes } from 'node:crypto';

/** A name that no other test uses: the prefix, `-` and 16 hexadecimal digits. Fits topics, groups and Redis keys. */
export const uniqueName = (prefix: string): string => `${prefix}-${randomBytes(8).toString('hex')}`;

/** A database name that no other test uses, within MongoDB's 63 bytes. Drop it when done. */
export const uniqueDatabase = (prefix = 'test'): string =>
  `${prefix.replaceAll(/[^a-z0-9]/g, '_').slice(0, 40)}_${randomBytes(8).toString('hex')}`;
