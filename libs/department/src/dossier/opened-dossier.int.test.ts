import { describe, expect, it } from 'vitest';
import { openCounter } from '../testing/counter.fixture.ts';

const counter = openCounter();
const { ask, officer, open, opened } = counter;

describe('a dossier that the gateway opens', () => {
  it('is acknowledged with who has it and until when', async () => {
    const dossier = await open('nod');
    const { data } = await counter.stage.gateway.hears(dossier, 'dossier.opened');
    expect(data).toMatchObject({
      holder: { department: 'public-security', role: 'handler' },
      clock: { startedOn: '2026-03-02', dueOn: '2026-03-05', days: 3 },
    });
  });

  it('can be approved by one call that waits for it, and the decision goes back', async () => {
    const caseId = counter.stage.gateway.newCase();
    const approval = ask('post', `/dossiers/${caseId}.one/approve`, {
      as: await officer('li'),
      headers: { prefer: 'wait=20' },
    });
    await counter.stage.gateway.open(caseId, { branch: 'one', item: { code: 'nod', version: 1 } });
    expect((await approval).body).toMatchObject({ status: 'granted', outcome: 'granted', level: 1 });
    const { data } = await counter.stage.gateway.hears(`${caseId}.one`, 'dossier.decided');
    expect(data).toMatchObject({ outcome: 'granted', decidedBy: { department: 'public-security', name: 'li' } });
  });

  it('shows its form and applicant masked, with the steps that the caller may take', async () => {
    const dossier = await opened(
      'stamp',
      { purpose: '证明', holder: {} },
      {
        form: { '/holder/name': '欧阳小明', '/holder/idNumber': '440604199003071236' },
        applicant: { kind: 'person', name: '张三', idNumber: '440604199003071236' },
      },
    );
    const { body } = await ask('get', `/dossiers/${dossier}`, { as: await officer('li') });
    expect(body).toMatchObject({
      form: { purpose: '证明', holder: { name: '欧阳**', idNumber: '440604********1236' } },
      applicant: { name: '张*' },
      steps: [
        { step: 'claim' },
        { step: 'approve', law: '行政许可法 38(1)' },
        { step: 'refuse' },
        { step: 'stop-clock' },
      ],
    });
  });

  it('is nothing to officers of another department or district, nor to citizens', async () => {
    const dossier = await opened('nod');
    for (const as of [
      await officer('wang', { department: 'taxation' }),
      await officer('wang', { division: '440605' }),
      `Bearer ${await counter.stage.surroundings.token({ sub: 'c', kind: 'citizen' })}`,
    ]) {
      expect((await ask('get', `/dossiers/${dossier}`, { as })).status).toBe(404);
      expect((await ask('post', `/dossiers/${dossier}/approve`, { as })).status).toBe(404);
    }
  });

  it('is to those out of its sight what no dossier is: the same answer after the same wait', async () => {
    const dossier = await opened('nod');
    const missing = `${counter.stage.gateway.newCase()}.one`;
    const outside = [
      await officer('wang', { division: '440605' }),
      await officer('wang', { roles: ['window-clerk'] }),
      `Bearer ${await counter.stage.surroundings.token({ sub: 'c', kind: 'citizen', roles: ['handler'], department: 'public-security', division: '440604', rank: 'director' })}`,
    ];
    const asks = [
      ['get', ''],
      ['get', '/timeline'],
      ['post', '/claim'],
      ['post', '/approve'],
    ] as const;
    for (const as of outside)
      for (const [method, path] of asks) {
        const answers = await Promise.all(
          [dossier, missing].map((id) => ask(method, `/dossiers/${id}${path}`, { as })),
        );
        const [hidden, none] = answers.map(({ status, body: { traceId: _, ...body } }) => ({ status, body }));
        expect(hidden).toEqual(none);
        expect(hidden?.status).toBe(404);
      }
    const [as = ''] = outside;
    const began = performance.now();
    await ask('get', `/dossiers/${dossier}`, { as, headers: { prefer: 'wait=1' } });
    expect(performance.now() - began).toBeGreaterThan(900);
    const again = performance.now();
    await ask('post', `/dossiers/${dossier}/approve`, { as, headers: { prefer: 'wait=1' } });
    expect(performance.now() - again).toBeGreaterThan(900);
  });

  it('waits on the list of those who may take it, and nowhere else', async () => {
    const dossier = await opened('stamp');
    const listed = async (as: string) =>
      (await ask('get', '/work-list?limit=100', { as })).body.dossiers.map(({ id }: { id: string }) => id);
    expect(await listed(await officer('li'))).toContain(dossier);
    expect(await listed(await officer('li', { roles: ['approver'] }))).not.toContain(dossier);
    expect(await listed(await officer('li', { division: '440604100' }))).not.toContain(dossier);
    expect(await listed(await officer('li', { outsourced: true }))).not.toContain(dossier);
  });

  it('passes its levels by different officers of the needed rank', async () => {
    const dossier = await opened('stamp');
    const approve = async (subject: string, rank: string) =>
      ask('post', `/dossiers/${dossier}/approve`, { as: await officer(subject, { rank }) });
    expect((await approve('li', 'section-chief')).body).toMatchObject({ status: 'open', level: 1 });
    expect((await approve('li', 'section-chief')).status).toBe(403);
    expect((await approve('wang', 'officer')).body.type).toBe('urn:yimen:problem:rank-too-low');
    expect((await approve('wang', 'section-chief')).body).toMatchObject({ outcome: 'granted' });
    const told = counter.stage.gateway.heard().filter(({ source }) => source === dossier);
    await counter.stage.gateway.hears(dossier, 'dossier.decided');
    expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_, i) => i + 1));
  });
});

describe('a dossier that nobody touches', () => {
  it('prompts a working day before its limit and turns red after it', async () => {
    const dossier = await opened('nod');
    await counter.stage.advanceTo('2026-03-04T01:00:00.000Z');
    await counter.stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'prompt' });
    await counter.stage.advanceTo('2026-03-06T01:00:00.000Z');
    await counter.stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'red' });
    const { body } = await ask('get', `/dossiers/${dossier}`, { as: await officer('li') });
    expect(body).toMatchObject({ status: 'open', clock: { signal: 'red', remainingDays: -1 } });
  });
});
