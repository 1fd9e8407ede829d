import type { z } from 'zod';
import { hasForbiddenDefault } from './required.ts';

/** What `process.env` is; passed in, because one file per service reads it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration is wrong. The message is for the person who starts the service: every mistake on a line. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`The configuration is wrong:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

/**
 * Reads the variables that the schema names, once, and freezes the result. An empty variable is a missing one.
 * Throws a ConfigError with all mistakes together; no mistake repeats a value, since it may be a secret.
 */
export const readConfig = <S extends z.ZodObject>(schema: S, env: Environment): Readonly<z.output<S>> => {
  const defaults = Object.entries(schema.shape).filter(([, field]) => hasForbiddenDefault(field));
  if (defaults.length > 0) {
    throw new ConfigError(defaults.map(([name]) => `${name} has a default, which addresses and secrets never have`));
  }
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = schema.safeParse(given);
  if (!read.success) throw new ConfigError(read.error.issues.map((issue) => mistakeOf(issue, given)));
  return Object.freeze(read.data);
};

const mistakeOf = (issue: z.core.$ZodIssue, given: Environment): string => {
  const [name = 'all', ...inside] = issue.path.map(String);
  if (!Object.hasOwn(given, name) && inside.length === 0 && issue.path.length > 0) return `${name} is missing`;
  return `${[name, ...inside].join('.')}: ${issue.message}`;
};
