import { fileURLToPath } from 'node:url';
import { buildXml, type CallContext, CallFailed, defineAdapter, parseXml, unintelligible, z } from '@yimen/adapter';
import { codes, isAlive, socialInsuranceInput, toOurs, toTheirs } from './mapping.ts';

const settings = z.object({
  url: z.url(),
  user: z.string().min(1),
  password: z.string().min(8),
  pollMs: z.int().positive().default(60_000),
});
type Settings = z.infer<typeof settings>;

const WSDL = fileURLToPath(new URL('./service.wsdl', import.meta.url));
const BY_SERIAL = 'SB9001';
const HEARTBEAT = 'SB0000';
const CHINA_MS = 8 * 3_600_000;

/**
 * L01 社保核心业务: SOAP 1.1 RPC with XML inside a string, all of it GBK. It knows our key but takes the same business
 * twice under it, so everything rests on asking first.
 */
export const socialInsurance = defineAdapter({
  id: 'L01',
  title: '社保核心业务',
  department: 'human-resources',
  mode: 'DIRECT',
  settings,
  submission: socialInsuranceInput,
  limits: {
    callMs: 30_000,
    settleMs: 30_000,
    attempts: 2,
    concurrency: 4,
    hours: { open: '07:00', close: '22:00', closedDays: [-1, -2, -3] },
  },
  codes,
  capabilities: {
    submit: async (input, context) => {
      const { trade, data } = toTheirs(input);
      const answer = toOurs(await call(trade, context.key, data, context), context.settings.pollMs);
      return answer.answer === 'not-found' ? unintelligible('a submission was answered as not found') : answer;
    },
    status: async (context) => toOurs(await call(BY_SERIAL, context.key, {}, context), context.settings.pollMs),
  },
  ping: async (context) => {
    if (!isAlive(await call(HEARTBEAT, context.nonce, {}, context)))
      throw new CallFailed('unreachable', 'no heartbeat', { mayHaveLanded: false });
  },
});

const call = async (
  trade: string,
  key: string,
  data: Readonly<Record<string, string>>,
  { soap, settings, clocks }: CallContext<Settings>,
): Promise<unknown> => {
  const request = buildXml({
    ROOT: { HEAD: { JYBH: trade, YWLSH: key, CZRQ: localTime(clocks.business()) }, DATA: data },
  });
  const result = await soap.call({
    wsdl: WSDL,
    endpoint: settings.url,
    operation: 'callBusiness',
    args: {
      jybh: trade,
      yhm: settings.user,
      mm: settings.password,
      xml: `<?xml version="1.0" encoding="GBK"?>${request}`,
    },
    encoding: 'gbk',
  });
  return parseXml(result['callBusinessReturn'] ?? '');
};

/** `2026-3-2 9:30:0`: they do not pad. */
const localTime = (business: number): string => {
  const china = new Date(business + CHINA_MS);
  const day = [china.getUTCFullYear(), china.getUTCMonth() + 1, china.getUTCDate()].join('-');
  return `${day} ${[china.getUTCHours(), china.getUTCMinutes(), china.getUTCSeconds()].join(':')}`;
};
