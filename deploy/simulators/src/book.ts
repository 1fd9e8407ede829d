import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One submission that the system has taken in. */
export interface Filing {
  /** Our key, as the system got it. */
  readonly key: string;
  /** Their number for it. */
  readonly receipt: string;
  readonly business: string;
  /** Business instant. */
  readonly at: string;
  /** What it got, in its own words. */
  readonly words: Readonly<Record<string, unknown>>;
  readonly outcome?: Outcome;
  /** The news of the outcome was delivered (systems that push). */
  readonly told?: true;
}

/** What the system made of it. */
interface Outcome {
  readonly granted: boolean;
  readonly facts: Readonly<Record<string, string>>;
}

/** One line of the ledger: a submission that arrived, with its place. */
export interface Arrived {
  readonly n: number;
  readonly key: string;
  readonly business: string;
  readonly at: string;
}

/** What is seen of a system from outside. */
export interface Ledger {
  readonly system: string;
  readonly submissions: readonly Arrived[];
  /** Submissions beyond the first under a key. */
  readonly duplicates: number;
  readonly filings: readonly Filing[];
}

/** The memory of one system: every submission that arrived, and what stands in its database. Survives a restart. */
export interface Book {
  /** Takes a submission down; the filing that stands under its key, and whether the key was there before. */
  readonly submit: (filing: Omit<Filing, 'outcome' | 'told'>) => { readonly filing: Filing; readonly known: boolean };
  readonly decide: (key: string, outcome: Outcome) => Filing;
  readonly tell: (key: string) => void;
  readonly find: (key: string) => Filing | undefined;
  readonly filings: () => readonly Filing[];
  /** Submissions so far: the next running number is one more. */
  readonly count: () => number;
  readonly ledger: () => Ledger;
  readonly close: () => void;
}

type Line =
  | { readonly line: 'submitted'; readonly filing: Filing }
  | { readonly line: 'decided'; readonly key: string; readonly outcome: Outcome }
  | { readonly line: 'told'; readonly key: string };

/** Opens the book of a system: `<folder>/<system>.jsonl`, append only; without a folder it lives in memory. */
export const openBook = (system: string, folder: string | undefined): Book => {
  const file = folder === undefined ? undefined : join(folder, `${system}.jsonl`);
  const filings = new Map<string, Filing>();
  const submissions: Arrived[] = [];
  let duplicates = 0;

  const enter = (line: Line): void => {
    if (line.line === 'submitted') {
      const { key, business, at } = line.filing;
      submissions.push({ n: submissions.length + 1, key, business, at });
      if (filings.has(key)) duplicates += 1;
      else filings.set(key, line.filing);
      return;
    }
    const filing = filings.get(line.key);
    if (!filing) return;
    filings.set(line.key, line.line === 'decided' ? { ...filing, outcome: line.outcome } : { ...filing, told: true });
  };
  if (file !== undefined) for (const line of readLines(file)) enter(line);

  const handle = file === undefined ? undefined : openSync(file, 'a');
  const write = (line: Line): void => {
    if (handle !== undefined) appendFileSync(handle, `${JSON.stringify(line)}\n`);
    enter(line);
  };
  const must = (key: string): Filing => {
    const filing = filings.get(key);
    if (!filing) throw new Error(`${system} has no filing under this key`);
    return filing;
  };
  return {
    submit: (filing) => {
      const known = filings.has(filing.key);
      write({ line: 'submitted', filing });
      return { filing: must(filing.key), known };
    },
    decide: (key, outcome) => {
      write({ line: 'decided', key, outcome });
      return must(key);
    },
    tell: (key) => write({ line: 'told', key }),
    find: (key) => filings.get(key),
    filings: () => [...filings.values()],
    count: () => submissions.length,
    ledger: () => ({ system, submissions: [...submissions], duplicates, filings: [...filings.values()] }),
    close: () => {
      if (handle !== undefined) closeSync(handle);
    },
  };
};

const readLines = (file: string): readonly Line[] => {
  mkdirSync(join(file, '..'), { recursive: true });
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  // a process killed while writing leaves half a line at the end
  return lines.flatMap((text, i) => {
    try {
      return text === '' ? [] : [JSON.parse(text) as Line];
    } catch (error) {
      if (i >= lines.length - 2) return [];
      throw error;
    }
  });
};
