import { fileURLToPath } from 'node:url';
import { buildXml, type CallContext, CallFailed, defineAdapter, parseXml, unintelligible, z } from '@yimen/adapter';
import { codes, constructionPermitInput, isAlive, toOurs, toTheirs } from './mapping.ts';
import { receiveStep } from './push.ts';

const settings = z.object({
  url: z.url(),
  token: z.string().min(16),
  pushToken: z.string().min(16),
  /** The steps are pushed; a poll finds what did not come. */
  pollMs: z.int().positive().default(3_600_000),
});
type Settings = z.infer<typeof settings>;

const WSDL = fileURLToPath(new URL('./service.wsdl', import.meta.url));

/** L14 工程建设项目审批: an ESB web service with the national tables; it pushes each step, in any order. */
export const constructionApproval = defineAdapter({
  id: 'L14',
  title: '工程建设项目审批',
  department: 'housing-construction',
  mode: 'DIRECT',
  settings,
  submission: constructionPermitInput,
  limits: { callMs: 15_000, settleMs: 30_000, attempts: 3, concurrency: 4 },
  codes,
  capabilities: {
    submit: async (input, context) => {
      const data = buildXml({ xmsb: toTheirs(input, context.key) });
      const answer = toOurs(await call('pushStageApply', { data }, context), context.settings.pollMs);
      return answer.answer === 'not-found' ? unintelligible('a submission was answered as not found') : answer;
    },
    status: async (context) =>
      toOurs(await call('queryApply', { spsxslbm: context.key }, context), context.settings.pollMs),
    receive: receiveStep,
  },
  ping: async (context) => {
    if (!isAlive(await call('heartbeat', {}, context)))
      throw new CallFailed('unreachable', 'no heartbeat', { mayHaveLanded: false });
  },
});

const call = async (
  operation: string,
  args: Readonly<Record<string, string>>,
  { soap, settings: { url, token } }: CallContext<Settings>,
): Promise<unknown> => {
  const result = await soap.call({ wsdl: WSDL, endpoint: url, operation, args: { token, ...args }, encoding: 'utf-8' });
  return parseXml(result[`${operation}Return`] ?? '');
};
