import { z } from 'zod';
import type { Filing } from '../book.ts';
import type { SystemSimulator, World } from '../system.ts';
import type { Incoming, Outgoing } from '../wire.ts';
import { readEnvelope, type TaxRequest, writeEnvelope } from './envelope.ts';

const settings = z.object({ channelId: z.string(), channelPassword: z.string() });
type Place = World<z.infer<typeof settings>>;

const confirmation = z.object({
  nsrsbh: z.string().length(18),
  nsrmc: z.string().min(1),
  fddbrxm: z.string().min(1),
  fddbrsfzjhm: z.string().min(1),
  bsrxm: z.string().min(1),
  bsrsjhm: z.string().min(1),
  hydm: z.string(),
  fpsq: z.unknown(),
});

const CONFIRM = 'SWZJ.HXZG.DJ.DJXXQR';
const LOOK_UP = 'SWZJ.HXZG.XT.LSCX';
const HEARTBEAT = 'SWZJ.HXZG.XT.XTJC';
const WORK_MS = 25;
const REFUSED = '20010005';

/** L23 of the tax service: one address for everything, an envelope with a base64 body, codes of eight digits. */
export const taxCore: SystemSimulator = {
  id: 'L23',
  title: '核心征管(金税)',
  run: (world) => {
    const place: Place = { ...world, settings: settings.parse(world.settings) };
    return {
      kindOf: (request) => kinds[readEnvelope(request.body)?.tranId ?? ''] ?? 'ask',
      answer: async (request: Incoming) => {
        await place.work(WORK_MS);
        return xml(reply(readEnvelope(request.body), place));
      },
      goOn: () => {
        for (const { key, outcome } of place.book.filings()) if (!outcome) decide(key, place);
      },
    };
  },
};

const kinds: Readonly<Record<string, 'submit' | 'ask' | 'ping'>> = {
  [CONFIRM]: 'submit',
  [LOOK_UP]: 'ask',
  [HEARTBEAT]: 'ping',
};

const xml = (body: string): Outgoing => ({ status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body });

const reply = (request: TaxRequest | undefined, place: Place): string => {
  if (!request) return writeEnvelope(request, '30000001', '报文格式错误');
  const { channelId, channelPassword } = place.settings;
  if (request.channel !== channelId || request.password !== channelPassword)
    return writeEnvelope(request, '30000003', '渠道认证失败');
  switch (request.tranId) {
    case HEARTBEAT:
      return writeEnvelope(request, '00000000', '成功');
    case CONFIRM:
      return confirm(request, place);
    case LOOK_UP:
      return lookUp(request, place);
    default:
      return writeEnvelope(request, '30000002', '交易代码不存在');
  }
};

const confirm = (request: TaxRequest, place: Place): string => {
  const form = confirmation.safeParse(request.taxML);
  if (!form.success) return writeEnvelope(request, '30000001', '报文格式错误');
  const receipt = `1014406${String(place.book.count() + 1).padStart(13, '0')}`;
  const at = new Date(place.clocks.business()).toISOString();
  const { known } = place.book.submit({ key: request.tranSeq, receipt, business: CONFIRM, at, words: form.data });
  if (!known) decide(request.tranSeq, place);
  return tell(request, place.book.find(request.tranSeq));
};

const lookUp = (request: TaxRequest, place: Place): string => {
  const asked = z.object({ ytran_seq: z.string() }).safeParse(request.taxML);
  const filing = asked.success ? place.book.find(asked.data.ytran_seq) : undefined;
  return filing ? tell(request, filing) : writeEnvelope(request, '40400000', '无此交易流水');
};

const tell = (request: TaxRequest, filing: Filing | undefined): string => {
  if (!filing?.outcome) return writeEnvelope(request, '10010001', '处理中', { djxh: filing?.receipt ?? '' });
  const { granted, facts } = filing.outcome;
  return granted
    ? writeEnvelope(request, '00000000', '成功', { djxh: filing.receipt, ...facts })
    : writeEnvelope(request, facts['code'] ?? REFUSED, '不予确认');
};

const decide = (key: string, place: Place): void => {
  const { how, code = REFUSED } = place.decisions.next();
  const serial = place.book.find(key)?.receipt.slice(-8) ?? '';
  if (how === 'reject') place.book.decide(key, { granted: false, facts: { code } });
  if (how === 'accept')
    place.book.decide(key, { granted: true, facts: { zgswjg: '14406040000', fphdbh: `FP2026${serial}` } });
};
