import { createWriteStream } from 'node:fs';

/** What a front end asks for. */
export type Act = 'file' | 'accept' | 'approve' | 'upload' | 'submit' | 'read' | 'track';

/** One request and what was heard of it; `status` is missing when nothing was. */
export interface Line {
  /** System time in ms at the end. */
  readonly at: number;
  readonly ms: number;
  readonly journey: string;
  readonly act: Act;
  /** What it was about: the case, or a dossier. */
  readonly about?: string;
  readonly by: string;
  /** The idempotency key. */
  readonly key?: string;
  readonly attempt: number;
  readonly status?: number;
  readonly error?: string;
  /** The request was kept before its answer was known; of filings only. */
  readonly asked?: Readonly<Record<string, unknown>>;
  /** Of a file that was sent: SHA-256, hex. */
  readonly digest?: string;
  /** The parts of the answer that are looked at. */
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly etag?: string;
  readonly retryAfterS?: number;
}

/** The memory of all clients: who asked for what, and what was acknowledged. */
export interface Diary {
  readonly write: (line: Line) => void;
  readonly lines: () => readonly Line[];
  readonly close: () => Promise<void>;
}

/** Keeps the diary in memory and in a file of JSON lines. */
export const openDiary = (file: string): Diary => {
  const stream = createWriteStream(file, { flags: 'a' });
  stream.on('error', () => {}); // what is looked at is in memory; the file is for people
  const lines: Line[] = [];
  return {
    write: (line) => {
      lines.push(line);
      if (stream.writable) stream.write(`${JSON.stringify(line)}\n`);
    },
    lines: () => lines,
    close: () => new Promise((resolve) => (stream.writable ? stream.end(resolve) : resolve())),
  };
};
