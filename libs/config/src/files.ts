import { createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { required } from './required.ts';

/** The largest file that a variable may name. */
export const FILE_LIMIT_BYTES = 1_048_576;

const KEY_BYTES = 32;

/** The path of a file that holds 32 random bytes as base64url; gives the key, which prints as nothing. */
export const secretFile = () =>
  required(
    z.string().transform((path, context): KeyObject => {
      const text = readText(path)?.trim().replace(/=$/, '');
      if (text === undefined) return mistake(context, path, 'names no file that can be read');
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length !== KEY_BYTES || bytes.toString('base64url') !== text) {
        return mistake(context, path, 'names a file that does not hold 32 bytes as base64url');
      }
      return createSecretKey(bytes);
    }),
  );

/** The path of a file that holds a password or the like; gives its text without outer blanks. */
export const secretTextFile = () =>
  required(
    z.string().transform((path, context): string => {
      const text = readText(path)?.trim();
      return text ? text : mistake(context, path, 'names no file with text that can be read');
    }),
  );

/** The path of a JSON file of a shape; gives its value, or every mistake in it by its place. */
export const jsonFile = <S extends z.ZodType>(shape: S) =>
  z.string().transform((path, context): z.output<S> => {
    const text = readText(path);
    if (text === undefined) return mistake(context, path, 'names no file that can be read');
    const value = parseJson(text);
    if (value === undefined) return mistake(context, path, 'names a file that is not JSON');
    const read = shape.safeParse(value);
    if (read.success) return read.data;
    for (const { path: place, message } of read.error.issues) {
      context.issues.push({ code: 'custom', message, path: [...place], input: path });
    }
    return z.NEVER;
  });

const mistake = (context: z.core.$RefinementCtx, path: string, message: string): never => {
  context.issues.push({ code: 'custom', message, input: path });
  return z.NEVER;
};

const readText = (path: string): string | undefined => {
  try {
    return statSync(path).size > FILE_LIMIT_BYTES ? undefined : readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

// the parser's own message repeats the text, which may be a secret
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
