import { configure } from 'safe-stable-stringify';

const stable = configure({ bigint: false, circularValue: Error });

/**
 * The one text of a JSON value, whatever the order of its keys (RFC 8785, for values without lone surrogates). Keys
 * whose value is `undefined` are left out.
 */
export const canonicalJson = (value: unknown): string => stable(value) ?? 'null';
