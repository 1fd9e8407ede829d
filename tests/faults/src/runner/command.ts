import { parseArgs } from 'node:util';
import { type Plan, planOf, SHORT, SHORT_PATIENCE } from './plan.ts';

/** What the words of one command line ask for. */
export interface Command extends Plan {
  readonly seed: number;
  /** Each fault is played so often, with one seed after the other. */
  readonly runs: number;
  /** Journeys that begin per second. */
  readonly perSecond: number;
  /** Of the whole length of a fault, the share for which it strikes. */
  readonly length: number;
  /** So many times as long may everything take. */
  readonly patience: number;
  /** Folders stay though nothing was wrong. */
  readonly keep: boolean;
}

const RATE = 20;
const SHORT_RATE = 8;

/** Reads a command line; throws a sentence that says what is wrong with it. */
export const readCommand = (words: readonly string[]): Command => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '1' },
      rate: { type: 'string' },
      length: { type: 'string' },
      patience: { type: 'string' },
      short: { type: 'boolean', default: false },
      mutants: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const { short, keep } = values;
  return {
    ...planOf(positionals, values),
    seed: wholeNumber('seed', values.seed),
    runs: wholeNumber('runs', values.runs),
    perSecond: positive('rate', values.rate ?? String(short ? SHORT_RATE : RATE)),
    length: shareOf('length', values.length ?? String(short ? SHORT : 1)),
    patience: positive('patience', values.patience ?? String(short ? SHORT_PATIENCE : 1)),
    keep,
  };
};

const positive = (name: string, text: string): number => {
  const number = Number(text);
  if (!(number > 0 && number < Number.POSITIVE_INFINITY))
    throw new Error(`--${name} is a number above 0, not ${text}.`);
  return number;
};

const wholeNumber = (name: string, text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name} is a whole number from 1 on, not ${text}.`);
  return Number(text);
};

const shareOf = (name: string, text: string): number => {
  const share = positive(name, text);
  if (share > 1) throw new Error(`--${name} is a share of the whole, up to 1, not ${text}.`);
  return share;
};
