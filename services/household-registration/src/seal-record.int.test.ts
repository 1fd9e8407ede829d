import { fileURLToPath } from 'node:url';
import { type Stage, setStage } from '@yimen/department/testing';
import { startSimulators } from '@yimen/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from './rules/index.ts';
import { adapters } from './systems.ts';

const clocks = { system: Date.now, business: () => Date.UTC(2026, 2, 2, 1, 30) };
const secrets = { appId: 'yimen', secret: 'a-secret-of-the-test-only' };
const items = fileURLToPath(new URL('../items', import.meta.url));

let simulators: Awaited<ReturnType<typeof startSimulators>>;
let stage: Stage;

beforeAll(async () => {
  simulators = await startSimulators({ settings: { L06: secrets }, clocks, delay: 0 });
  stage = await setStage({
    domain: 'household-registration',
    items,
    rules,
    adapters,
    systems: { L06: { url: `${simulators.url}/L06`, ...secrets, pollMs: 200 } },
  });
});

afterAll(async () => {
  await stage.close();
  await simulators.close();
});

const openSealRecord = (caseId: string) =>
  stage.gateway.open(caseId, {
    branch: 'seal',
    item: { code: 'seal-record', version: 1 },
    form: { companyName: '佛山市禅城区测试有限公司', seals: ['statutory-name', 'finance'], engraver: 'YZ440604001' },
    persons: {
      form: { '/legalRepresentative': { name: '张三', idNumber: '440604199003071236' } },
      applicant: { kind: 'organisation', name: '佛山市禅城区测试有限公司' },
    },
    outputs: [
      {
        branch: 'establishment',
        code: 'business-licence',
        name: { zh: '营业执照', en: 'Business licence' },
        number: '91440604MA4W12346R',
        issuedOn: '2026-03-02',
      },
    ],
  });

const ledger = async (): Promise<{ submissions: readonly unknown[] }> =>
  (await fetch(`${simulators.url}/control/L06/ledger`)).json() as never;

describe('a seal record that public security’s own system decides', () => {
  it('comes back decided, with the system’s number, after one submission', async () => {
    const caseId = stage.gateway.newCase();
    const before = (await ledger()).submissions.length;
    const dossier = await openSealRecord(caseId);
    const { data } = await stage.gateway.hears(dossier, 'dossier.decided');
    expect(data).toMatchObject({
      caseId,
      branch: 'seal',
      outcome: 'granted',
      decidedBy: { department: 'public-security', system: 'L06' },
      outputs: [{ code: 'seal-record', number: expect.any(String) }],
    });
    expect((await ledger()).submissions).toHaveLength(before + 1);
  });
});
