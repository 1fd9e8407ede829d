import { createHash, createHmac } from 'node:crypto';
import { type CallContext, defineAdapter, type HttpRequest, jsonOf, unintelligible, z } from '@yimen/adapter';
import { codes, sealRecordInput, toOurs, toTheirs } from './mapping.ts';

const settings = z.object({
  url: z.url(),
  appId: z.string().min(1),
  secret: z.string().min(16),
  pollMs: z.int().positive().default(60_000),
});
type Settings = z.infer<typeof settings>;

const FILINGS = '/api/v1/seal-filings';

/** L06 公章刻制备案: REST and JSON, each request signed by HMAC. It knows our key, and one key files once. */
export const sealRecords = defineAdapter({
  id: 'L06',
  title: '公章刻制备案',
  department: 'public-security',
  mode: 'DIRECT',
  settings,
  submission: sealRecordInput,
  limits: { callMs: 5_000, settleMs: 10_000, attempts: 3, concurrency: 8 },
  codes,
  capabilities: {
    submit: async (input, context) => {
      const body = JSON.stringify(toTheirs(input, context.key));
      const reply = await context.http.request(signed('POST', FILINGS, body, context));
      const answer = toOurs(jsonOf(reply), context.key, context.settings.pollMs);
      return answer.answer === 'not-found' ? unintelligible('a filing was answered as not found') : answer;
    },
    status: async (context) => {
      const reply = await context.http.request(signed('GET', `${FILINGS}/${context.key}`, '', context));
      return toOurs(jsonOf(reply), context.key, context.settings.pollMs);
    },
  },
  ping: async ({ http, settings }) => {
    await http.request({ method: 'GET', url: `${settings.url}/api/v1/health` });
  },
});

const signed = (
  method: 'GET' | 'POST',
  path: string,
  body: string,
  { settings, clocks, nonce }: CallContext<Settings>,
): HttpRequest => {
  const timestamp = String(clocks.system());
  const digest = createHash('sha256').update(body).digest('hex');
  const words = [method, path, timestamp, nonce, digest].join('\n');
  const headers = {
    'x-app-id': settings.appId,
    'x-timestamp': timestamp,
    'x-nonce': nonce,
    'x-signature': createHmac('sha256', settings.secret).update(words).digest('hex'),
    'content-type': 'application/json; charset=utf-8',
  };
  return { method, url: settings.url + path, headers, ...(method === 'POST' ? { body } : {}) };
};
