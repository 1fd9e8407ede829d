import { connectSystem } from '@yimen/adapter';
import { adapterContract, standAt } from '@yimen/adapter/contract';
import { startSimulators } from '@yimen/simulators';
import { describe, expect, it } from 'vitest';
import { socialInsurance } from './index.ts';

const login = { user: 'yimen', password: 'a-password-for-this-test' };
const DAY_MS = 86_400_000;
const MORNING = Date.UTC(2026, 2, 2, 1, 30);
const employer = {
  business: 'employer-registration',
  creditCode: '91440604MA4W12346R',
  companyName: '佛山市龍崗<镕>鑫&科技有限公司',
  legalRepresentative: { name: '欧阳喆', idNumber: '440604199003071236' },
  employees: 12,
  division: '440604',
};
const signIn = {
  business: 'unemployment-sign-in',
  person: { name: '陈小明', idNumber: '440604195511120040' },
  month: '2026-03',
};

const stand = async (business: () => number) => {
  const clocks = { system: Date.now, business };
  const simulators = await startSimulators({ settings: { L01: login }, clocks });
  const settings = { url: `${simulators.url}/L01/services/SiService`, ...login };
  return { clocks, settings, stand: standAt(simulators.url, 'L01', { settings, close: simulators.close }) };
};

adapterContract(socialInsurance, {
  start: async () => (await stand(() => MORNING)).stand,
  input: employer,
  data: { employerNumber: /^440604\d{6}$/, registeredOn: /^2026-03-02$/ },
  personal: ['欧阳喆', '440604199003071236'],
  texts: [employer.companyName, '欧阳喆'],
  rejection: { code: 'E0021', reason: '该单位已经办理参保登记' },
  unwritable: { ...employer, legalRepresentative: { name: '𠮷', idNumber: '440604199003071236' } },
  scenarios: [
    { when: 'a person signs in for the month', input: signIn, answer: 'accepted', data: { signedOn: /^2026-03-02$/ } },
  ],
});

describe('social insurance', () => {
  it.each([
    ['at ten in the evening', MORNING + 12.5 * 3_600_000],
    ['before seven in the morning', MORNING + DAY_MS - 3 * 3_600_000],
    ['on the last three days of the month', MORNING + 27 * DAY_MS],
  ])('is closed %s: nothing is taken in, and it asks for a pause', async (_when, business) => {
    const { clocks, settings, stand: closed } = await stand(() => business);
    const system = connectSystem(socialInsurance, { settings, clocks });
    const answer = await system.submit(employer, { key: 'CLOSED', startedAt: Date.now() });
    expect(answer).toMatchObject({ answer: 'unreachable', mayHaveLanded: false, retryAfterMs: 60_000 });
    expect(await closed.submissions('CLOSED')).toBe(0);
    await system.close();
    await closed.close();
  });

  it('registers an employer twice when it is sent twice: asking first is all that helps', async () => {
    const { clocks, settings, stand: open } = await stand(() => MORNING);
    const system = connectSystem(socialInsurance, { settings, clocks });
    const twice = [];
    for (let i = 0; i < 2; i++) twice.push(await system.submit(employer, { key: 'TWICE', startedAt: Date.now() }));
    const numbers = twice.map((answer) => (answer.answer === 'accepted' ? answer.data['employerNumber'] : answer));
    expect(numbers[0]).not.toEqual(numbers[1]);
    expect(await open.submissions('TWICE')).toBe(2);
    await system.close();
    await open.close();
  });
});
