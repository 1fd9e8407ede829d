import http from 'k6/http';
import type { Options } from 'k6/options';
import { record } from './outcome.ts';
import { thresholds, trendStats } from './thresholds.ts';

interface Settings {
  readonly TARGET: string;
  readonly TOKEN: string;
  readonly BODY: string;
  readonly RUN: string;
  readonly SECONDS: string;
}
declare const __ENV: Settings;
declare const __VU: number;
declare const __ITER: number;

const AT_ONCE = 32;
/** Less than the patience after the run: a request that hangs leaves its line too. */
const TIMEOUT = '4s';
const PATIENCE = '5s';

/** The one closed model: 32 front ends at once, each filing the next case as soon as it has the answer of the last. */
export const options: Options = {
  scenarios: {
    intake: {
      executor: 'constant-vus',
      vus: AT_ONCE,
      duration: `${__ENV.SECONDS}s`,
      gracefulStop: PATIENCE,
    },
  },
  thresholds,
  summaryTrendStats: trendStats,
  systemTags: ['status'],
};

const body = __ENV.BODY;
const headers = { 'content-type': 'application/json', authorization: `Bearer ${__ENV.TOKEN}` };

export default function file(): void {
  const key = `${__ENV.RUN}-${__VU}-${__ITER}`;
  const answer = http.post(`${__ENV.TARGET}/cases`, body, {
    headers: { ...headers, 'idempotency-key': key },
    timeout: TIMEOUT,
  });
  record({ op: 'file', kind: 'write' }, answer, answer.status === 201 ? String(answer.body) : undefined);
}
