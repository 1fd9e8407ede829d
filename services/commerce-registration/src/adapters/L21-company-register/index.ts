import { type CallContext, defineAdapter, type HttpRequest, jsonOf, unintelligible, z } from '@yimen/adapter';
import { receiveNotice } from './callback.ts';
import { codes, companyInput, nameToOurs, toOurs, toTheirs } from './mapping.ts';

const settings = z.object({
  url: z.url(),
  token: z.string().min(16),
  callbackSecret: z.string().min(16),
  /** The call-back usually comes first; a poll finds what got lost. */
  pollMs: z.int().positive().default(600_000),
});
type Settings = z.infer<typeof settings>;

const APPLICATIONS = '/scdj/v2/applications';

/** L21 商事登记: REST with an asynchronous call-back. Knows our key; takes an application once per key. */
export const companyRegister = defineAdapter({
  id: 'L21',
  title: '商事登记全程电子化',
  department: 'market-regulation',
  mode: 'DIRECT',
  settings,
  submission: companyInput,
  question: z.strictObject({ companyName: z.string().min(1) }),
  limits: { callMs: 5_000, settleMs: 10_000, attempts: 3, concurrency: 8 },
  codes,
  capabilities: {
    submit: async (input, context) => {
      const body = JSON.stringify(toTheirs(input, context.key));
      const reply = await context.http.request(request('POST', APPLICATIONS, context, body));
      const answer = toOurs(jsonOf(reply), context.key, context.settings.pollMs);
      return answer.answer === 'not-found' ? unintelligible('an application was answered as not found') : answer;
    },
    status: async (context) => {
      const reply = await context.http.request(request('GET', `${APPLICATIONS}/${context.key}`, context));
      return toOurs(jsonOf(reply), context.key, context.settings.pollMs);
    },
    query: async ({ companyName }, context) => {
      const path = `/scdj/v2/names?name=${encodeURIComponent(companyName)}`;
      return nameToOurs(jsonOf(await context.http.request(request('GET', path, context))));
    },
    receive: receiveNotice,
  },
  ping: async (context) => {
    await context.http.request(request('GET', '/scdj/v2/ping', context));
  },
});

const request = (
  method: 'GET' | 'POST',
  path: string,
  { settings }: CallContext<Settings>,
  body?: string,
): HttpRequest => ({
  method,
  url: settings.url + path,
  headers: { authorization: `Bearer ${settings.token}`, 'content-type': 'application/json; charset=utf-8' },
  ...(body === undefined ? {} : { body }),
});
