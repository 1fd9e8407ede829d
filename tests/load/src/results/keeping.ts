import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchOptions, Findings } from '../bench.ts';
import { commitFacts, type Machine, machineFacts } from '../machine/facts.ts';

/** One run of one bench as it is kept. */
export interface Kept {
  readonly bench: string;
  readonly at: string;
  readonly commit: string;
  readonly committedAt: string;
  /** The checkout had changes of its own in what was measured. */
  readonly changed: boolean;
  readonly machine: Machine;
  readonly options: Omit<BenchOptions, 'say' | 'ending'>;
  readonly line: Findings['line'];
  readonly raw: object;
}

/** Results that belong to the project: what was measured on a quiet machine and is committed by hand. */
export const RESULTS = join(import.meta.dirname, '../../results');
/** Where every other run leaves its result. */
const PASSING = join(import.meta.dirname, '../../../../.state/bench');

/** Takes the facts before the bench loads the machine; `write` keeps what was found and answers the file. */
export const openRecord = ({ seconds, rounds, counts, processes, knee }: Kept['options']) => {
  const at = new Date().toISOString();
  const options = { seconds, rounds, counts, processes, ...(knee === undefined ? {} : { knee }) };
  const facts = { ...commitFacts(), machine: machineFacts(), options };
  return {
    write: ({ line, raw }: Findings, keep: boolean): string => {
      const folder = keep ? RESULTS : PASSING;
      mkdirSync(folder, { recursive: true });
      const file = join(folder, `${at.slice(0, 19).replaceAll(':', '')}Z-${line.bench}.json`);
      const kept: Kept = { bench: line.bench, at, ...facts, line, raw };
      writeFileSync(file, `${JSON.stringify(kept, null, 1)}\n`);
      return file;
    },
  };
};

/** Every result that was kept, oldest first. */
export const readResults = (folder = RESULTS): Kept[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name): Kept => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
