import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Filing } from '../book.ts';
import { deliver } from '../push.ts';
import type { SystemSimulator, World } from '../system.ts';
import { type Incoming, json, type Outgoing, readJson } from '../wire.ts';
import { creditCodeOf } from './credit-code.ts';

const settings = z.object({
  token: z.string(),
  callbackUrl: z.url(),
  callbackSecret: z.string(),
  /** Share of call-backs that are lost. */
  lossRate: z.number().min(0).max(1).default(0.01),
});
type Settings = z.infer<typeof settings>;
type Place = World<Settings>;

const person = z.object({
  post: z.enum(['FR', 'ZX', 'JS', 'LLY']),
  name: z.string(),
  cerType: z.literal('10'),
  cerNo: z.string(),
});
const application = z.discriminatedUnion('bizType', [
  z.object({
    bizType: z.literal('SL'),
    outerSerial: z.string().min(1).max(40),
    entName: z.string().min(1),
    opScope: z.string().min(1),
    regCap: z.string().regex(/^\d+$/),
    dom: z.string().min(1),
    domDistrict: z.string().length(6),
    persons: z.array(person).min(1),
  }),
  z.object({
    bizType: z.literal('BG'),
    outerSerial: z.string().min(1).max(40),
    uniscid: z.string().length(18),
    altItem: z.literal('07'),
    dom: z.string().min(1),
    domDistrict: z.string().length(6),
  }),
]);

const APPLICATIONS = '/scdj/v2/applications';
const WORK_MS = 20;
const DECISION_MS = 250;
const REJECTED = 'R01';
/** Names of a company that this register has already given away contain it. */
const TAKEN = '重名';

/** L21 of market supervision: registration of companies. REST, JSON; the decision comes by call-back, some get lost. */
export const companyRegister: SystemSimulator = {
  id: 'L21',
  title: '商事登记全程电子化',
  run: (world) => {
    const place: Place = { ...world, settings: settings.parse(world.settings) };
    const underWay = new Set<string>();
    const proceed = (key: string): void => {
      if (underWay.has(key)) return;
      underWay.add(key);
      place.later(DECISION_MS, async () => {
        underWay.delete(key);
        decide(key, place);
        await tell(key, place);
      });
    };
    return {
      kindOf: ({ method, path }) => (path === '/scdj/v2/ping' ? 'ping' : method === 'POST' ? 'submit' : 'ask'),
      answer: async (request) => {
        if (request.headers['authorization'] !== `Bearer ${place.settings.token}`)
          return json(401, { result: 'N', errCode: 'E401' });
        if (request.path === '/scdj/v2/ping') return json(200, { result: 'Y' });
        await place.work(WORK_MS);
        if (request.path === '/scdj/v2/names') return lookUpName(request);
        if (request.method === 'POST' && request.path === APPLICATIONS) return takeIn(request, place, proceed);
        if (request.path.startsWith(`${APPLICATIONS}/`)) return look(request, place);
        return json(404, { result: 'N', errCode: 'E405' });
      },
      goOn: () => {
        for (const { key, told } of place.book.filings()) if (!told) proceed(key);
      },
    };
  },
};

const takeIn = (request: Incoming, place: Place, proceed: (key: string) => void): Outgoing => {
  const form = application.safeParse(readJson(request));
  if (!form.success) return json(200, { result: 'N', errCode: 'E201' });
  const { outerSerial, bizType, ...words } = form.data;
  if ('entName' in words && words.entName.includes(TAKEN)) return json(200, { result: 'N', errCode: 'E101' });
  const day = new Date(place.clocks.business() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
  const receipt = `SCDJ${day}${String(place.book.count() + 1).padStart(6, '0')}`;
  const at = new Date(place.clocks.business()).toISOString();
  const { filing } = place.book.submit({ key: outerSerial, receipt, business: bizType, at, words });
  proceed(outerSerial);
  return json(202, { result: 'Y', outerSerial, acceptNo: filing.receipt, state: '01' });
};

const look = (request: Incoming, place: Place): Outgoing => {
  const filing = place.book.find(decodeURIComponent(request.path.slice(APPLICATIONS.length + 1)));
  if (!filing) return json(404, { result: 'N', errCode: 'E404' });
  return json(200, { result: 'Y', outerSerial: filing.key, ...stateOf(filing) });
};

const lookUpName = ({ query }: Incoming): Outgoing =>
  json(200, { result: 'Y', usable: (query.get('name') ?? '').includes(TAKEN) ? '0' : '1' });

const stateOf = ({ receipt, outcome }: Filing): Record<string, string> => ({
  acceptNo: receipt,
  state: outcome ? (outcome.granted ? '05' : '06') : '01',
  ...outcome?.facts,
});

const decide = (key: string, place: Place): void => {
  const filing = place.book.find(key);
  if (!filing || filing.outcome) return;
  const { how, code = REJECTED } = place.decisions.next();
  if (how === 'reject') place.book.decide(key, { granted: false, facts: { opinionCode: code } });
  if (how === 'accept') place.book.decide(key, { granted: true, facts: factsOf(filing, place) });
};

const factsOf = ({ receipt, words }: Filing, { clocks }: Place): Record<string, string> => {
  const n = Number(receipt.slice(-6));
  const uniscid = words['uniscid'];
  return {
    uniscid: typeof uniscid === 'string' ? uniscid : creditCodeOf(n),
    licenceNo: `440604${String(n).padStart(9, '0')}`,
    estDate: new Date(clocks.business() + 8 * 3_600_000).toISOString().slice(0, 10),
  };
};

/** The call-back bears their number only, never ours. */
const tell = async (key: string, place: Place): Promise<void> => {
  const filing = place.book.find(key);
  if (!filing?.outcome || filing.told) return;
  const { callbackUrl: url, callbackSecret, lossRate } = place.settings;
  const body = JSON.stringify({ noticeNo: `N${filing.receipt.slice(4)}`, ...stateOf(filing) });
  const timestamp = String(place.clocks.system());
  const sign = createHmac('sha256', callbackSecret).update(`${timestamp}.${body}`).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-timestamp': timestamp, 'x-sign': sign };
  const lost = place.random() < lossRate;
  if (lost || (await deliver({ url, headers, body }, place))) place.book.tell(key);
};
