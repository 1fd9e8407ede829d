import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { deliver } from '../push.ts';
import { readSoap, type SoapRequest, soapFault, soapResult, xmlText } from '../soap-door.ts';
import type { SystemSimulator, World } from '../system.ts';
import type { Kind } from '../wire.ts';
import { type HandlingStep, stepsOf, stepXml } from './handling.ts';

const settings = z.object({ token: z.string(), callbackUrl: z.url(), pushToken: z.string() });
type Place = World<z.infer<typeof settings>>;

const NAMESPACE = 'http://esb.gcjs.example/spxt';
const parser = new XMLParser({ parseTagValue: false, ignoreDeclaration: true });
const form = z.object({
  xmsb: z.object({
    spsxslbm: z.string().min(1).max(40),
    xmdm: z.string().length(24),
    xmmc: z.string().min(1),
    jsdw: z.string().min(1),
    jsdwtyshxydm: z.string().length(18),
    sgdw: z.string().min(1),
    sgdwtyshxydm: z.string().length(18),
    jsdd: z.string().min(1),
    jzmj: z.string(),
    ztze: z.string(),
    nkgsj: z.string(),
    njcsj: z.string(),
  }),
});

const WORK_MS = 20;
const STEP_MS = 60;
const REFUSED = 'Y03';
const kinds: Readonly<Record<string, Kind>> = { pushStageApply: 'submit', queryApply: 'ask', heartbeat: 'ping' };

/** L14 of housing and construction: an ESB with national tables; says what happens by pushes, out of order. */
export const constructionApproval: SystemSimulator = {
  id: 'L14',
  title: '工程建设项目审批',
  run: (world) => {
    const place: Place = { ...world, settings: settings.parse(world.settings) };
    const underWay = new Set<string>();
    const proceed = (key: string): void => {
      if (underWay.has(key)) return;
      underWay.add(key);
      place.later(STEP_MS, async () => {
        decide(key, place);
        await tell(key, place);
        underWay.delete(key);
      });
    };
    return {
      kindOf: ({ body }) => kinds[readSoap(body, 'UTF-8')?.operation ?? ''] ?? 'ask',
      answer: async ({ body }) => {
        await place.work(WORK_MS);
        const call = readSoap(body, 'UTF-8');
        if (!call || !Object.hasOwn(kinds, call.operation)) return soapFault('Client', 'no such operation', 'UTF-8');
        return soapResult(call.operation, NAMESPACE, answer(call, place, proceed), 'UTF-8');
      },
      goOn: () => {
        for (const { key, told } of place.book.filings()) if (!told) proceed(key);
      },
    };
  },
};

const result = (code: string, inner = ''): string => `<result><code>${code}</code>${inner}</result>`;

const answer = ({ operation, args }: SoapRequest, place: Place, proceed: (key: string) => void): string => {
  if (args['token'] !== place.settings.token) return result('401');
  if (operation === 'heartbeat') return result('200');
  if (operation === 'queryApply') return look(args['spsxslbm'] ?? '', place);
  const parsed = form.safeParse(parser.parse(args['data'] ?? ''));
  if (!parsed.success) return result('400');
  const { spsxslbm: key, ...words } = parsed.data.xmsb;
  const receipt = `GC440604${String(place.book.count() + 1).padStart(6, '0')}`;
  const at = new Date(place.clocks.business()).toISOString();
  const { filing } = place.book.submit({ key, receipt, business: 'construction-permit', at, words });
  proceed(key);
  return result('200', `<lsh>${filing.receipt}</lsh>`);
};

const look = (key: string, place: Place): string => {
  const filing = place.book.find(key);
  if (!filing) return result('404');
  return result('200', `<lsh>${filing.receipt}</lsh>${stepsFor(key, place).map(stepXml).join('')}`);
};

const decide = (key: string, place: Place): void => {
  const filing = place.book.find(key);
  if (!filing || filing.outcome) return;
  const { how, code = REFUSED } = place.decisions.next();
  const at = String(place.clocks.business());
  const day = new Date(place.clocks.business() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
  const number = `440604${day}${filing.receipt.slice(-2)}01`;
  if (how === 'accept') place.book.decide(key, { granted: true, facts: { at, sgxkzbh: number } });
  if (how === 'reject') place.book.decide(key, { granted: false, facts: { at, byyy: code } });
};

const stepsFor = (key: string, place: Place): readonly HandlingStep[] => {
  const filing = place.book.find(key);
  if (!filing) return [];
  if (!filing.outcome) return stepsOf(['1', '3'], Date.parse(filing.at), {});
  const { granted, facts } = filing.outcome;
  const { at: _at, ...last } = facts;
  return stepsOf(granted ? ['1', '3', '8', '11'] : ['1', '3', '8', '13'], Date.parse(filing.at), last);
};

/** Pushes what happened, shuffled: the receiver must sort by their times. */
const tell = async (key: string, place: Place): Promise<void> => {
  const filing = place.book.find(key);
  if (!filing?.outcome || filing.told) return;
  const steps = stepsFor(key, place).map((step) => ({ step, order: place.random() }));
  let delivered = true;
  for (const { step } of steps.sort((a, b) => a.order - b.order)) {
    const inner = stepXml(step).replace('<blxx>', `<blxx><lsh>${filing.receipt}</lsh><spsxslbm>${key}</spsxslbm>`);
    delivered = (await deliver(pushOf(inner, place), place)) && delivered;
  }
  if (delivered) place.book.tell(key);
};

const pushOf = (data: string, { settings: { callbackUrl: url, pushToken } }: Place) => ({
  url,
  headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '"receiveBlxx"' },
  body:
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">' +
    `<soapenv:Body><ns:receiveBlxx xmlns:ns="${NAMESPACE}"><token>${xmlText(pushToken)}</token>` +
    `<data>${xmlText(data)}</data></ns:receiveBlxx></soapenv:Body></soapenv:Envelope>`,
});
