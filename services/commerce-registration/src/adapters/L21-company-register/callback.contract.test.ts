import { connectSystem, exchangeKey, type LegacySystem } from '@yimen/adapter';
import { openDoor, type Stand, standAt } from '@yimen/adapter/contract';
import { startSimulators } from '@yimen/simulators';
import { eventually } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyRegister } from './index.ts';

const secrets = { token: 'a-token-for-this-test', callbackSecret: 'a-secret-for-this-test' };
const clocks = { system: Date.now, business: () => Date.UTC(2026, 2, 2, 1, 30) };
const input = {
  business: 'address-change',
  creditCode: '91440604MA4W12346R',
  address: '人民路 1 号',
  division: '440604',
};
let n = 0;
const about = () => ({ key: exchangeKey('callback', ++n), startedAt: Date.now() });

describe('a call-back of the company register', () => {
  let stand: Stand;
  let system: LegacySystem;
  beforeAll(async () => {
    const door = await openDoor();
    const settings = { L21: { ...secrets, callbackUrl: door.url, lossRate: 0 } };
    const simulators = await startSimulators({ settings, clocks });
    const close = async () => {
      await simulators.close();
      await door.close();
    };
    const ours = { url: `${simulators.url}/L21`, ...secrets };
    stand = standAt(simulators.url, 'L21', { settings: ours, arrivals: door.arrivals, close });
    system = connectSystem(companyRegister, { settings: ours, clocks });
  });
  afterAll(async () => {
    await system.close();
    await stand.close();
  });
  const submitted = async () => {
    const before = stand.arrivals.length;
    const answer = await system.submit(input, about());
    const raw = await eventually(() => stand.arrivals[before]);
    return { answer, raw };
  };

  it('says what the answer to the submission only promised, by their number', async () => {
    const { answer, raw } = await submitted();
    expect(answer).toMatchObject({ answer: 'pending' });
    const received = system.receive(raw);
    expect(received).toMatchObject({
      arrival: 'news',
      form: 'rest',
      theirReceipt: 'receipt' in answer ? answer.receipt : '',
      answer: { answer: 'accepted', data: { creditCode: input.creditCode } },
      reply: { status: 200 },
    });
    expect(received).not.toHaveProperty('ourKey');
  });

  it('is the same news when it comes twice', async () => {
    await stand.fault('duplicate-push', { count: 1 });
    const before = stand.arrivals.length;
    await system.submit(input, about());
    const [first, second] = await eventually(() => {
      const pair = stand.arrivals.slice(before);
      return pair.length === 2 && pair;
    });
    const events = [first, second].map((raw) => raw && system.receive(raw));
    expect(events[0]).toEqual(events[1]);
    expect(events[0]).toHaveProperty('theirEvent');
  });

  it('may get lost: then a poll finds the decision', async () => {
    await stand.fault('lose-push', { count: 1 });
    const call = about();
    await system.submit(input, call);
    const answer = await eventually(async () => {
      const status = await system.status({ ...call, startedAt: Date.now() });
      return status.answer === 'accepted' && status;
    });
    expect(answer.answer).toBe('accepted');
  });

  it('is not theirs when a byte of it, its signature or its time is another', async () => {
    const { raw } = await submitted();
    const changed = Buffer.from(raw.body.toString().replace('"05"', '"06"'));
    expect(system.receive({ ...raw, body: changed })).toMatchObject({ arrival: 'not-theirs', reply: { status: 401 } });
    expect(system.receive({ ...raw, headers: { ...raw.headers, 'x-sign': '' } }).arrival).toBe('not-theirs');
    expect(system.receive({ ...raw, now: raw.now + 600_000 }).arrival).toBe('not-theirs');
    expect(system.receive({ ...raw, headers: {} }).arrival).toBe('not-theirs');
  });

  it('is kept for a human when it is theirs but says something new', async () => {
    await stand.decide('reject', 'R77');
    const { raw } = await submitted();
    await stand.decide('accept');
    expect(system.receive(raw)).toMatchObject({ arrival: 'unintelligible', reply: { status: 200 } });
  });
});

describe('a company name', () => {
  it('is free or taken, without anything being submitted', async () => {
    const settings = { L21: { ...secrets, callbackUrl: 'http://127.0.0.1:9/none' } };
    const simulators = await startSimulators({ settings, clocks });
    const system = connectSystem(companyRegister, { settings: { url: `${simulators.url}/L21`, ...secrets }, clocks });
    const look = (companyName: string) => system.query({ companyName }, about());
    expect(await look('佛山市一门科技有限公司')).toEqual({ answer: 'accepted', data: { available: true } });
    expect(await look('佛山市重名贸易有限公司')).toEqual({ answer: 'accepted', data: { available: false } });
    await system.close();
    await simulators.close();
  });
});
