import type { RefinedResponse, ResponseType } from 'k6/http';
import { Rate } from 'k6/metrics';

/** Anything but what was asked for and a clean "come again": a wrong status, a broken line, no answer in time. */
const unclean = new Rate('unclean');
/** 503 with Retry-After. */
const refused = new Rate('refused');

/**
 * Counts one answer and writes its line: when it came, what was asked, the status (0: none came), how long it took,
 * and of a filed case the short answer with its id and number. These lines are the raw result of a run.
 */
export const record = (op: string, answer: RefinedResponse<ResponseType>, filed?: string): boolean => {
  const { status, timings, headers } = answer;
  const good = status === 200 || status === 201 || status === 304;
  const clean = status === 503 && headers['Retry-After'] !== undefined;
  unclean.add(!good && !clean);
  refused.add(clean);
  const outcome = good ? 'good' : clean ? 'refused' : 'unclean';
  console.log(`${Date.now()} ${op} ${outcome} ${status} ${timings.duration.toFixed(1)} ${filed ?? ''}`);
  return good;
};
