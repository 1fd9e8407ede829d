import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Filing } from '../book.ts';
import type { SystemSimulator, World } from '../system.ts';
import { type Incoming, json, type Outgoing, readJson } from '../wire.ts';

const settings = z.object({
  appId: z.string(),
  secret: z.string(),
  /** Requests a second before it answers 429. */
  perSecond: z.int().positive().default(200),
});
type Settings = z.infer<typeof settings>;

const filingForm = z.object({
  ywlsh: z.string().min(1).max(32),
  tyshxydm: z.string().length(18),
  qymc: z.string().min(1),
  frxm: z.string().min(1),
  frzjhm: z.string().min(1),
  yzlx: z.array(z.enum(['01', '02', '03', '04', '05'])).min(1),
  kzdw: z.string().min(1),
});

const FILINGS = '/api/v1/seal-filings';
const WORK_MS = 15;
const SKEW_MS = 300_000;
const REFUSED = '3002';

/** L06 of public security: the record of seals. REST, JSON, every request signed, 429 when pressed. */
export const sealRecords: SystemSimulator = {
  id: 'L06',
  title: '公章刻制备案',
  run: (world) => {
    const parsed: World<Settings> = { ...world, settings: settings.parse(world.settings) };
    const pressed = createMeter(parsed);
    return {
      kindOf: ({ method, path }) => (path === '/api/v1/health' ? 'ping' : method === 'POST' ? 'submit' : 'ask'),
      answer: async (request) => {
        if (pressed()) return json(429, { code: '4290', msg: '访问过于频繁' }, { 'retry-after': '1' });
        if (request.path === '/api/v1/health') return json(200, { code: '0000', msg: 'UP' });
        if (!isSigned(request, parsed)) return json(401, { code: '4001', msg: '签名错误' });
        await parsed.work(WORK_MS);
        if (request.method === 'POST' && request.path === FILINGS) return file(request, parsed);
        if (request.method === 'GET' && request.path.startsWith(`${FILINGS}/`)) return look(request, parsed);
        return json(404, { code: '4040', msg: '接口不存在' });
      },
      goOn: () => {
        for (const { key, outcome } of parsed.book.filings()) if (!outcome) decide(key, parsed);
      },
    };
  },
};

const file = (request: Incoming, world: World<Settings>): Outgoing => {
  const form = filingForm.safeParse(readJson(request));
  if (!form.success) return json(200, { code: '1001', msg: '参数错误' });
  const { ywlsh, ...words } = form.data;
  const receipt = `GZ440604${String(world.book.count() + 1).padStart(8, '0')}`;
  const at = new Date(world.clocks.business()).toISOString();
  const { known } = world.book.submit({ key: ywlsh, receipt, business: 'seal-filing', at, words });
  if (!known) decide(ywlsh, world);
  return json(200, { code: known ? '2001' : '0000', msg: known ? '重复备案' : '成功', data: dataOf(ywlsh, world) });
};

const look = (request: Incoming, world: World<Settings>): Outgoing => {
  const key = decodeURIComponent(request.path.slice(FILINGS.length + 1));
  if (!world.book.find(key)) return json(200, { code: '1404', msg: '无记录' });
  return json(200, { code: '0000', msg: '成功', data: dataOf(key, world) });
};

const decide = (key: string, world: World<Settings>): void => {
  const { how, code = REFUSED } = world.decisions.next();
  if (how === 'pending') return;
  const filing = world.book.find(key);
  const number = `4406042026${filing?.receipt.slice(-6) ?? ''}`;
  world.book.decide(
    key,
    how === 'accept' ? { granted: true, facts: { babh: number } } : { granted: false, facts: { thyy: code } },
  );
};

const dataOf = (key: string, world: World<Settings>): Record<string, string> => {
  const filing: Filing | undefined = world.book.find(key);
  const zt = filing?.outcome ? (filing.outcome.granted ? '10' : '30') : '20';
  return { ywlsh: key, slbh: filing?.receipt ?? '', zt, ...filing?.outcome?.facts };
};

/** hex(HMAC-SHA256(secret, method \n path \n timestamp \n nonce \n hex(SHA-256(body)))). */
const isSigned = (request: Incoming, { settings: { appId, secret }, clocks }: World<Settings>): boolean => {
  const timestamp = request.headers['x-timestamp'] ?? '';
  if (request.headers['x-app-id'] !== appId) return false;
  if (Math.abs(Number(timestamp) - clocks.system()) > SKEW_MS) return false;
  const digest = createHash('sha256').update(request.body).digest('hex');
  const words = [request.method, request.path, timestamp, request.headers['x-nonce'] ?? '', digest];
  const expected = createHmac('sha256', secret).update(words.join('\n')).digest();
  const given = Buffer.from(request.headers['x-signature'] ?? '', 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
};

const createMeter = ({ settings: { perSecond }, clocks }: World<Settings>): (() => boolean) => {
  let second = 0;
  let used = 0;
  return () => {
    const now = Math.floor(clocks.system() / 1_000);
    used = now === second ? used + 1 : 1;
    second = now;
    return used > perSecond;
  };
};
