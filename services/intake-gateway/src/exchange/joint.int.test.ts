import { deadTopic } from '@yimen/contracts';
import { connectBroker, createConsumer, createPublisher } from '@yimen/messaging';
import { eventually, uniqueName } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDepartments, type TestDepartments } from '../fixtures/department.fixture.ts';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { paper } from '../fixtures/people.fixture.ts';
import { aadOf } from './rendering.ts';

let gateway: TestGateway;
let departments: TestDepartments;
beforeAll(async () => {
  gateway = await openGateway();
  departments = await openDepartments(gateway);
});
afterAll(async () => {
  await departments.close();
  await gateway.close();
});

const joint = async (): Promise<string> => {
  const form = { purpose: '开办小店', mobile: '13912345678', staff: [{ name: '李店员', post: '收银' }] };
  const { id } = (await gateway.post('/cases', 'citizen', paper({ item: 'open-shop', form }))).body;
  await gateway.post(`/cases/${id}/accept`, 'lead');
  return id;
};
const statusesOf = async (id: string): Promise<Record<string, string>> => {
  const { body } = await gateway.get(`/cases/${id}`, 'lead');
  return Object.fromEntries(body.branches.map(({ key, status }: { key: string; status: string }) => [key, status]));
};
const ended = async (id: string) =>
  (await gateway.get(`/cases/${id}?until=ended`, 'citizen', { prefer: 'wait=30' })).body;

describe('a joint case', () => {
  it('opens what waited when its output is there, hands it on, and closes once with all', async () => {
    const id = await joint();
    await departments.told(id, 'found', 'branch.opened');
    expect(await statusesOf(id)).toEqual({ found: 'opened', seal: 'waiting', tax: 'waiting' });
    await departments.send('commerce-registration', [
      departments.opened(id, 'found'),
      departments.decided(id, 'found'),
    ]);
    const seal = await departments.told(id, 'seal', 'branch.opened');
    const tax = await departments.told(id, 'tax', 'branch.opened');
    expect(seal.data.outputs).toMatchObject([{ branch: 'found', number: 'P-found' }]);
    expect(seal.data).toMatchObject({
      jointDueOn: '2026-03-10',
      accepted: { by: 'lead', organ: '禅城区人社局' },
      form: { purpose: '开办小店' },
    });
    expect(tax.data.form).toEqual({ purpose: '开办小店', staff: [{ post: '收银' }] });
    const sealed = gateway.envelopes.decryptWith(tax.data.personal ?? '', { aad: aadOf(id, tax) });
    expect(sealed['form']).toEqual({ '/mobile': '13912345678', '/staff/0/name': '李店员' });
    expect(gateway.envelopes.decryptWith(seal.data.personal ?? '', { aad: aadOf(id, seal) })['form']).toEqual({
      '/mobile': '13912345678',
    });

    // granted, but its group is not: nothing is handed over yet
    expect((await gateway.get(`/results/${id}`, 'citizen')).body).toMatchObject({ results: [], heldBack: ['found'] });
    expect((await gateway.get(`/cases/${id}`, 'citizen')).body.branches[0].outputs).toBeUndefined();

    await Promise.all([
      departments.send('household-registration', [departments.opened(id, 'seal'), departments.decided(id, 'seal')]),
      departments.send('commerce-registration', [departments.opened(id, 'tax'), departments.decided(id, 'tax')]),
    ]);
    expect(await ended(id)).toMatchObject({ status: 'closed', outcome: 'granted' });
    expect((await gateway.get(`/results/${id}`, 'citizen')).body.results).toHaveLength(3);
    const { entries } = (await gateway.get(`/cases/${id}/timeline`, 'citizen')).body;
    expect(entries.filter(({ type }: { type: string }) => type === 'case.closed')).toHaveLength(1);
  });

  it('skips what the edge says when its lead refuses, with reason, law and remedies', async () => {
    const id = await joint();
    await departments.send('commerce-registration', [
      departments.refused(id, 'found', '市场主体登记管理条例 24', {
        '/reason': '名称不符',
        '/remedies': { zh: '可复议', en: 'Appeal' },
      }),
    ]);
    const closed = await ended(id);
    expect(closed).toMatchObject({ status: 'closed', outcome: 'refused' });
    expect(closed.branches).toMatchObject([
      { status: 'refused', reason: '名称不符', remedies: { zh: '可复议' } },
      { status: 'skipped' },
      { status: 'skipped' },
    ]);
  });

  it('tells the applicant why a department needs longer, and how long a procedure takes that stops its clock', async () => {
    const id = await joint();
    const stoppedBy = { reason: 'hearing', law: '行政许可法 45', since: '2026-03-02', expectedDays: 15 };
    await departments.send('commerce-registration', [
      departments.opened(id, 'found'),
      departments.extended(id, 'found', { '/reason': '案情复杂' }, { stoppedBy }),
    ]);
    const branchFor = async (who: 'citizen' | 'supervisor') =>
      (await gateway.get(`/cases/${id}`, who)).body.branches[0];
    await eventually(async () => (await branchFor('citizen')).milestone === 'extended');
    expect(await branchFor('citizen')).toMatchObject({ extension: { reason: '案情复杂' }, clock: { stoppedBy } });
    expect(await branchFor('supervisor')).toMatchObject({ extension: { reason: '***' } });
  });

  it('takes every message twice and late as once', async () => {
    const id = await joint();
    const opened = departments.opened(id, 'found');
    const decided = departments.decided(id, 'found');
    await departments.send('commerce-registration', [opened, opened, decided, opened, decided]);
    await departments.told(id, 'seal', 'branch.opened');
    await departments.send('commerce-registration', [decided, opened]);
    for (const [domain, branch] of [
      ['household-registration', 'seal'],
      ['commerce-registration', 'tax'],
    ] as const) {
      const granted = departments.decided(id, branch);
      await departments.send(domain, [granted, granted]);
    }
    expect((await ended(id)).outcome).toBe('granted');
    const { entries } = (await gateway.get(`/cases/${id}/timeline`, 'lead')).body;
    const count = (type: string) =>
      entries.filter((entry: { type: string; branch?: string }) => entry.type === type && entry.branch === 'found')
        .length;
    expect([count('branch.opened'), count('branch.acknowledged'), count('branch.decided')]).toEqual([1, 1, 1]);
  });

  it('parks what comes after a gap and asks its department to say the rest again', async () => {
    const id = await joint();
    await departments.told(id, 'found', 'branch.opened');
    const opened = departments.opened(id, 'found');
    const decided = departments.decided(id, 'found');
    await departments.send('commerce-registration', [decided]);
    const request = await eventually(() =>
      departments.heard.find(({ type, target }) => type === 'relay.requested' && target === `${id}.found`),
    );
    expect(request.data).toMatchObject({ source: `${id}.found`, target: id, from: 1 });
    expect((await statusesOf(id))['found']).toBe('opened');
    await departments.send('commerce-registration', [opened, decided]);
    await departments.told(id, 'seal', 'branch.opened');
    expect((await statusesOf(id))['found']).toBe('granted');
  });

  it('says again what a department asks for', async () => {
    const id = await joint();
    const first = await departments.told(id, 'found', 'branch.opened');
    const heardBefore = departments.heard.length;
    const asked = departments.eventOf(id, 'found', 'relay.requested', {}, 0);
    await departments.send('commerce-registration', [
      { ...asked, data: { source: id, target: `${id}.found`, from: 1 } },
    ]);
    const again = await eventually(() =>
      departments.heard.slice(heardBefore).find(({ target }) => target === `${id}.found`),
    );
    expect([again.type, again.sequence, again.entryhash]).toEqual([first.type, first.sequence, first.entryhash]);
  });

  it('is withdrawn when every open branch lets go', async () => {
    const id = await joint();
    const asked = await gateway.post(`/cases/${id}/withdraw`, 'citizen', { reason: '不办了' });
    expect(asked.body.status).toBe('withdrawing');
    expect(await statusesOf(id)).toEqual({ found: 'withdrawing', seal: 'skipped', tax: 'skipped' });
    await departments.told(id, 'found', 'branch.withdrawal-asked');
    await departments.send('commerce-registration', [
      departments.opened(id, 'found'),
      departments.withdrawn(id, 'found'),
    ]);
    expect((await ended(id)).status).toBe('withdrawn');
  });

  it('ends as its branches ended when a decision was quicker than the withdrawal', async () => {
    const id = await joint();
    await gateway.post(`/cases/${id}/withdraw`, 'citizen');
    await departments.send('commerce-registration', [
      departments.decided(id, 'found'),
      departments.alreadyDecided(id, 'found', 'granted'),
    ]);
    expect(await ended(id)).toMatchObject({ status: 'closed', outcome: 'partly' });
  });
});

describe('a message that cannot be read', () => {
  it('goes aside, and its partition goes on', async () => {
    const id = await joint();
    const broker = connectBroker({ brokers: gateway.settings.KAFKA_BROKERS, clientId: uniqueName('t') });
    const publisher = createPublisher(broker);
    const buried: string[] = [];
    const whole: string[] = [];
    const dead = createConsumer({
      broker,
      groupId: uniqueName('dead'),
      topics: [deadTopic('dossiers.commerce-registration.v1')],
      fromBeginning: false,
      read: ({ key = '', headers, value }) => {
        whole.push(String(value));
        return `${key} ${headers['reason']}`;
      },
      onBatch: async (messages) => void buried.push(...messages.map(({ event }) => event)),
      dead: async () => undefined,
    });
    await dead.ready;
    const topic = 'dossiers.commerce-registration.v1';
    const decided = departments.decided('s'.repeat(22), 'found');
    const stranger = JSON.stringify({ ...decided, data: { ...decided.data, ofTomorrow: 'not understood, and kept' } });
    await publisher.publish([
      { topic, key: id, value: '{"type":"dossier.decided"' },
      { topic, key: id, value: JSON.stringify({ ...departments.opened(id, 'found'), data: { caseId: id } }) },
      { topic, key: id, value: JSON.stringify({ ...departments.opened(id, 'found'), type: 'dossier.of-tomorrow' }) },
      { topic, key: id, value: stranger },
      {
        topic,
        key: id,
        value: JSON.stringify(
          departments.eventOf(id, 'found', 'dossier.decided', departments.decided(id, 'found').data, 1),
        ),
      },
    ]);
    await departments.told(id, 'seal', 'branch.opened');
    await eventually(() => {
      // other gateways on this broker put the same stranger aside, too
      const mine = buried.filter((text) => text.startsWith(id));
      expect([...new Set(mine.map((text) => text.slice(23)))].toSorted()).toEqual([
        'not-found',
        'unreadable: Error',
        'unreadable: SyntaxError',
      ]);
      return true;
    });
    expect(whole).toContain(stranger);
    await dead.stop();
    await publisher.close();
  });
});

describe('a department that does not answer', () => {
  it('is told the same once more after a while', async () => {
    const id = await joint();
    const first = await departments.told(id, 'found', 'branch.opened');
    await gateway.post('/clock/advance', 'operator', { seconds: 301 });
    const again = await eventually(() => {
      const told = departments.heard.filter(({ target, type }) => target === `${id}.found` && type === 'branch.opened');
      return told.length >= 2 && told.at(-1);
    });
    expect([again.sequence, again.entryhash]).toEqual([first.sequence, first.entryhash]);
  });
});
