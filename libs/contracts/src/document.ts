import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A parsed YAML document: plain data, nothing known about its shape yet. */
export type Node = { readonly [key: string]: unknown };

/** Tells an object from every other value. */
export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a YAML file; throws when it is not a mapping, so that an empty file is not an empty contract, and when an
 * unquoted comma has cut a sentence in two (`{ description: This, and that }` has a key `and that`).
 */
export const readDocument = (file: URL): Node => {
  const document: unknown = parse(readFileSync(file, 'utf8'));
  if (!isNode(document)) throw new Error(`${file.pathname} is not a YAML mapping.`);
  const torn = tornSentence(document);
  if (torn !== undefined) throw new Error(`${file.pathname}: quote the sentence that goes on with "${torn}".`);
  return document;
};

const tornSentence = (value: unknown): string | undefined => {
  if (Array.isArray(value)) return value.map(tornSentence).find((torn) => torn !== undefined);
  if (!isNode(value)) return undefined;
  const [own] = Object.entries(value).find(([key, part]) => part === null && key.includes(' ')) ?? [];
  return (
    own ??
    Object.values(value)
      .map(tornSentence)
      .find((torn) => torn !== undefined)
  );
};

/** One step of an RFC 6901 pointer, escaped. */
export const escapePointer = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1');

/** The value that an RFC 6901 pointer names, or `undefined`. */
export const atPointer = (root: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, key) => {
      if (Array.isArray(value)) return value[Number(key)];
      return isNode(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    }, root);
