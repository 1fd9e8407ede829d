import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { Filing } from '../book.ts';
import { readSoap, type SoapRequest, soapFault, soapResult, xmlText } from '../soap-door.ts';
import type { SystemSimulator, World } from '../system.ts';
import type { Kind, Outgoing } from '../wire.ts';
import { isClosed } from './hours.ts';

const settings = z.object({ user: z.string(), password: z.string() });
type Place = World<z.infer<typeof settings>>;

const NAMESPACE = 'urn:si-core';
const OPERATION = 'callBusiness';
const parser = new XMLParser({ parseTagValue: false, ignoreDeclaration: true });

const head = z.object({ JYBH: z.string(), YWLSH: z.string(), CZRQ: z.string() });
const forms: Readonly<Record<string, z.ZodType<Record<string, string>>>> = {
  SB0101: z.object({
    TYSHXYDM: z.string().length(18),
    DWMC: z.string().min(1),
    FDDBR: z.string().min(1),
    FRZJHM: z.string().min(1),
    CBRS: z.string(),
    XZQH: z.string(),
  }),
  SB0305: z.object({ XM: z.string().min(1), SFZHM: z.string().min(1), QSNY: z.string().length(6) }),
};
const usualRefusal: Readonly<Record<string, string>> = { SB0101: 'E0033', SB0305: 'E0105' };

const BY_SERIAL = 'SB9001';
const HEARTBEAT = 'SB0000';
const WORK_MS = 5;
const WORK_SPREAD_MS = 15;

/** L01 of social insurance: SOAP 1.1 RPC, XML inside a string, GBK; slow, closed at night and at the month's end; takes the same business twice. */
export const socialInsurance: SystemSimulator = {
  id: 'L01',
  title: '社保核心业务',
  run: (world) => {
    const place: Place = { ...world, settings: settings.parse(world.settings) };
    return {
      kindOf: ({ body }) => kindOf(readSoap(body, 'GBK')?.args['jybh']),
      answer: async ({ body }) => {
        await place.work(WORK_MS + place.random() * WORK_SPREAD_MS);
        const call = readSoap(body, 'GBK');
        if (call?.operation !== OPERATION) return soapFault('Client', 'java.lang.NullPointerException', 'GBK');
        return result(answer(call, place));
      },
      goOn: () => {
        for (const { key, business, outcome } of place.book.filings()) if (!outcome) decide(key, business, place);
      },
    };
  },
};

const kindOf = (trade: string | undefined): Kind =>
  trade !== undefined && Object.hasOwn(forms, trade) ? 'submit' : trade === HEARTBEAT ? 'ping' : 'ask';

const result = (xml: string): Outgoing => soapResult(OPERATION, NAMESPACE, xml, 'GBK');

const root = (code: string, text: string, data: Readonly<Record<string, string>> = {}, detail = ''): string => {
  const fields = Object.entries(data).map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`);
  return (
    `<?xml version="1.0" encoding="GBK"?><ROOT><HEAD><FHZ>${code}</FHZ><FHXX>${text}</FHXX><CWDM>${detail}</CWDM></HEAD>` +
    `<DATA>${fields.join('')}</DATA></ROOT>`
  );
};

const answer = ({ args }: SoapRequest, place: Place): string => {
  const { jybh = '', yhm, mm, xml = '' } = args;
  if (yhm !== place.settings.user || mm !== place.settings.password) return root('-9', '用户名或密码错误');
  if (isClosed(place.clocks.business())) return root('-8', '系统结算中,暂停办理业务');
  if (jybh === HEARTBEAT) return root('1', '成功');
  const request = z.object({ ROOT: z.object({ HEAD: head, DATA: z.unknown() }) }).safeParse(parser.parse(xml));
  if (!request.success || request.data.ROOT.HEAD.JYBH !== jybh) return root('-2', '入参格式错误');
  const { HEAD, DATA } = request.data.ROOT;
  return jybh === BY_SERIAL ? lookUp(HEAD.YWLSH, place) : takeIn(jybh, HEAD.YWLSH, DATA, place);
};

const takeIn = (trade: string, key: string, data: unknown, place: Place): string => {
  const form = forms[trade]?.safeParse(data);
  if (!form?.success) return root('-2', '入参格式错误');
  const receipt = `SI${String(place.book.count() + 1).padStart(10, '0')}`;
  const at = new Date(place.clocks.business()).toISOString();
  place.book.submit({ key, receipt, business: trade, at, words: form.data });
  decide(key, trade, place);
  return tell(place.book.find(key));
};

const lookUp = (key: string, place: Place): string => {
  const filing = place.book.find(key);
  return filing ? tell(filing) : root('-4', '无此业务流水');
};

const tell = (filing: Filing | undefined): string => {
  if (!filing?.outcome) return root('0', '处理中', { JBLSH: filing?.receipt ?? '' });
  const { granted, facts } = filing.outcome;
  return granted
    ? root('1', '成功', { JBLSH: filing.receipt, ...facts })
    : root('-1', '业务校验不通过', {}, facts['code'] ?? '');
};

/** Every submission is worked, also the second of the same serial number: this system does not look. */
const decide = (key: string, trade: string, place: Place): void => {
  const { how, code = usualRefusal[trade] ?? '' } = place.decisions.next();
  const day = unpadded(place.clocks.business());
  const number = `440604${String(place.book.count()).padStart(6, '0')}`;
  const facts: Record<string, string> = trade === 'SB0101' ? { DWBH: number, DJRQ: day } : { QSRQ: day };
  if (how === 'reject') place.book.decide(key, { granted: false, facts: { code } });
  if (how === 'accept') place.book.decide(key, { granted: true, facts });
};

/** `2026-3-2 9:30:0`: nobody pads here. */
const unpadded = (business: number): string => {
  const china = new Date(business + 8 * 3_600_000);
  const day = `${china.getUTCFullYear()}-${china.getUTCMonth() + 1}-${china.getUTCDate()}`;
  return `${day} ${china.getUTCHours()}:${china.getUTCMinutes()}:${china.getUTCSeconds()}`;
};
