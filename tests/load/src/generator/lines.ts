import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { district } from '../../district/district.ts';
import type { Kind } from '../../district/shape.ts';
import { percentile, round } from '../figures.ts';

/** One answer as the generator wrote it down. */
export interface Line {
  readonly atMs: number;
  readonly op: string;
  readonly outcome: 'good' | 'refused' | 'unclean' | '-';
  readonly status: number;
  readonly ms: number;
  /** The answer to a filing. */
  readonly filed?: { readonly id: string; readonly number?: string };
}

const lineOf = (text: string): Line | undefined => {
  const [at = '', op = '', outcome = '', status = '', ms = '', ...rest] = text.split(' ');
  if (!/^\d+$/.test(at)) return undefined;
  const line = { atMs: Number(at), op, outcome: outcome as Line['outcome'], status: Number(status), ms: Number(ms) };
  const said = rest.join(' ');
  if (said === '') return line;
  const { id, number }: { id: string; number?: string } = JSON.parse(said);
  return { ...line, filed: { id, ...(number === undefined ? {} : { number }) } };
};

/** Reads the file that the scripts wrote by `record`, oldest first; it may be larger than any one text. */
export const readLines = async (file: string): Promise<Line[]> => {
  const lines: Line[] = [];
  for await (const text of createInterface({ input: createReadStream(file) })) {
    const line = lineOf(text);
    if (line) lines.push(line);
  }
  return lines.sort((a, b) => a.atMs - b.atMs);
};

const WRITES: ReadonlySet<string> = new Set(['file', 'file-joint', 'file-accepted', 'approve']);
const LISTS: ReadonlySet<string> = new Set(district.lists);

/** Of what kind a request is, each with its own bars. */
const kindOf = ({ op }: Line): Kind => (WRITES.has(op) ? 'write' : LISTS.has(op) ? 'list' : 'read');

/** Whether the line is of an answer at all, not a remark of the script. */
export const isAnswer = ({ outcome }: Line): boolean => outcome !== '-';

/** How many lines there are of each kind. */
export const countBy = (lines: readonly Line[], kindOf: (line: Line) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const kind = kindOf(line);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
};

/** The ms within which such a share of the answers came, of all or of one kind. */
export const msWithin = (lines: readonly Line[], share: number, kind?: Kind): number =>
  round(
    percentile(
      lines.filter((line) => kind === undefined || kindOf(line) === kind).map(({ ms }) => ms),
      share,
    ),
  );

/** Good answers in each second since `fromMs`. */
export const goodputBySecond = (lines: readonly Line[], fromMs: number, seconds: number): number[] => {
  const perSecond = Array.from({ length: seconds }, () => 0);
  for (const { atMs, outcome } of lines) {
    const second = Math.floor((atMs - fromMs) / 1000);
    if (outcome === 'good' && second >= 0 && second < seconds) perSecond[second] = (perSecond[second] ?? 0) + 1;
  }
  return perSecond;
};
