import { connectSystem, exchangeKey, type LegacySystem } from '@yimen/adapter';
import { adapterContract, openDoor, type Stand, standAt } from '@yimen/adapter/contract';
import { startSimulators } from '@yimen/simulators';
import { eventually } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { constructionApproval } from './index.ts';

const secrets = { token: 'a-token-for-this-test', pushToken: 'another-token-for-this-test' };
const clocks = { system: Date.now, business: () => Date.UTC(2026, 2, 2, 1, 30) };
const input = {
  projectCode: '2603-440604-04-01-123456',
  projectName: '禅城区“绿岛湖”<一期>工程',
  builder: { creditCode: '91440604MA4W12346R', name: '佛山市建设单位有限公司' },
  contractor: { creditCode: '91440604MA4W12346R', name: '佛山市施工单位有限公司' },
  siteAddress: '佛山市禅城区张槎街道',
  areaSquareMetres: 12_345.67,
  costYuan: 35_000_000,
  plannedStart: '2026-04-01',
  plannedEnd: '2027-10-01',
};

const start = async (): Promise<Stand> => {
  const door = await openDoor();
  const simulators = await startSimulators({ settings: { L14: { ...secrets, callbackUrl: door.url } }, clocks });
  const close = async () => {
    await simulators.close();
    await door.close();
  };
  const settings = { url: `${simulators.url}/L14/esb/spxt`, pollMs: 50, ...secrets };
  return standAt(simulators.url, 'L14', { settings, arrivals: door.arrivals, close });
};

adapterContract(constructionApproval, {
  start,
  input,
  data: { permitNumber: /^44060420260302\d{4}$/, issuedOn: /^2026-03-02$/, tolerated: /^false$/ },
  personal: [],
  texts: [input.projectName.replaceAll('"', '\\"'), input.builder.name, input.siteAddress, '12345.67'],
  rejection: { code: 'Y02', reason: '施工图设计文件未经审查合格' },
});

describe('the steps that housing and construction pushes', () => {
  let stand: Stand;
  let system: LegacySystem;
  beforeAll(async () => {
    stand = await start();
    system = connectSystem(constructionApproval, { settings: stand.settings, clocks });
  });
  afterAll(async () => {
    await system.close();
    await stand.close();
  });
  const stepsOf = async (key: string) => {
    await system.submit(input, { key, startedAt: Date.now() });
    return eventually(() => {
      const received = stand.arrivals.map((raw) => system.receive(raw)).filter((one) => one.arrival === 'news');
      const steps = received.filter(({ ourKey }) => ourKey === key);
      return steps.length === 4 && steps;
    });
  };

  it('come out of order, and are put right by their own times', async () => {
    const orders: string[] = [];
    for (let n = 1; n <= 4; n++) {
      const steps = await stepsOf(exchangeKey('steps', n));
      orders.push(steps.map(({ milestone }) => milestone?.code).join());
      const sorted = steps.toSorted((a, b) => ((a.milestone?.at ?? '') < (b.milestone?.at ?? '') ? -1 : 1));
      expect(sorted.map(({ milestone }) => milestone?.title)).toEqual(['已接件', '受理', '部门开始办理', '办结(通过)']);
    }
    expect(orders.some((order) => order !== '1,3,8,11')).toBe(true);
  });

  it('carry both numbers, and one of them the decision', async () => {
    const steps = await stepsOf(exchangeKey('steps', 9));
    expect(new Set(steps.map(({ theirReceipt }) => theirReceipt)).size).toBe(1);
    expect(new Set(steps.map(({ theirEvent }) => theirEvent)).size).toBe(4);
    expect(steps.filter(({ answer }) => answer?.answer === 'accepted')).toHaveLength(1);
    expect(steps[0]?.reply).toMatchObject({ status: 200, contentType: 'text/xml; charset=utf-8' });
  });

  it('are not theirs without their token, and answered by a fault', async () => {
    const [raw] = stand.arrivals;
    if (!raw) throw new Error('nothing was pushed');
    const forged = Buffer.from(raw.body.toString().replace(secrets.pushToken, 'x'));
    expect(system.receive({ ...raw, body: forged })).toMatchObject({ arrival: 'not-theirs', reply: { status: 500 } });
    expect(system.receive({ ...raw, body: Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><a/>') }).arrival).toBe(
      'not-theirs',
    );
  });

  it('are kept for a human when the code is one that we leave out: a revocation', async () => {
    const raw = stand.arrivals.find(({ body }) => body.toString().includes('&lt;blzt&gt;11&lt;'));
    if (!raw) throw new Error('nothing was pushed');
    const revoked = Buffer.from(raw.body.toString().replace('&lt;blzt&gt;11&lt;', '&lt;blzt&gt;15&lt;'));
    expect(system.receive({ ...raw, body: revoked })).toMatchObject({
      arrival: 'unintelligible',
      reply: { status: 200 },
    });
  });
});
