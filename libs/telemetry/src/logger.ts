import { type DestinationStream, type LevelWithSilent, type Logger, pino, stdTimeFunctions } from 'pino';
import { maskLine } from './mask.ts';

/** What a logger is made of. */
export interface LoggerParts {
  readonly service: string;
  /** Tells the replicas of one service apart. */
  readonly instance: string;
  readonly level: LevelWithSilent;
  /** Standard output, unless a test reads along. */
  readonly destination?: DestinationStream;
}

/**
 * Makes a logger: one JSON object per line. The message is a constant sentence, facts are fields, and facts are ids. As a
 * last guard every finished line passes a mask (see `maskLine`), whoever wrote it, child loggers and errors included.
 */
export const createLogger = ({ service, instance, level, destination }: LoggerParts): Logger => {
  const options = {
    level,
    base: { service, instance },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: maskLine },
  };
  return destination ? pino(options, destination) : pino(options);
};
