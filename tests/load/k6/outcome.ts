import type { RefinedResponse, ResponseType } from 'k6/http';
import { Rate, Trend } from 'k6/metrics';
import type { Slot } from '../district/shape.ts';

/** Anything but what was asked for and a clean "come again": a wrong status, a broken line, no answer in time. */
const unclean = new Rate('unclean');
/** 503 with Retry-After. */
const refused = new Rate('refused');
/** From the wish to ask to the last byte: a connection that had to be made, or waited for, is part of it. */
const took = new Trend('took', true);

/**
 * Counts one answer and writes its line: when it came, what was asked, the status (0: none came), how long it took,
 * and of a filed case the short answer with its id and number. These lines are the raw result of a run.
 */
export const record = (
  { op, kind }: Pick<Slot, 'op' | 'kind'>,
  answer: RefinedResponse<ResponseType>,
  filed?: string,
): boolean => {
  const { status, timings, headers } = answer;
  const good = status === 200 || status === 201 || status === 304;
  const clean = status === 503 && headers['Retry-After'] !== undefined;
  const ms = timings.blocked + timings.duration;
  took.add(ms, { kind });
  unclean.add(!good && !clean);
  refused.add(clean);
  const outcome = good ? 'good' : clean ? 'refused' : 'unclean';
  console.log(`${Date.now()} ${op} ${outcome} ${status} ${ms.toFixed(1)} ${filed ?? ''}`);
  return good;
};

/** Writes a line that is of no answer: something that could not be asked for, or was not found. */
export const remark = (what: string): void => console.log(`${Date.now()} ${what} - 0 0`);
