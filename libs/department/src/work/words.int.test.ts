import { unintelligible } from '@yimen/adapter';
import { describe, expect, it } from 'vitest';
import { openCounter } from '../testing/counter.fixture.ts';

const counter = openCounter();
const { system, ask, officer, open, opened } = counter;

describe('what officers write in their own words', () => {
  const words = (about: string) => `甲某来电谈及${about}`;
  const step = async (dossier: string, name: string, as: string, body: object) =>
    expect((await ask('post', `/dossiers/${dossier}/${name}`, { as, body })).status).toBe(200);

  it('is read by the officers of the department, hidden from supervisors, and stands nowhere in clear', async () => {
    const chief = await officer('chief', { rank: 'director' });
    const dossier = await opened('stamp');
    await step(dossier, 'stop-clock', chief, { procedure: 'hearing', reason: words('听证'), expectedDays: 15 });
    const stopped = await counter.stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'clock-stopped' });
    expect(stopped.data).toMatchObject({ clock: { stoppedBy: { expectedDays: 15 } } });
    await step(dossier, 'resume-clock', chief, { note: words('恢复') });
    await step(dossier, 'extend', chief, { reason: words('延期') });
    const extended = await counter.stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'extended' });
    expect(counter.stage.gateway.unseal(extended)).toEqual({ '/reason': words('延期') });
    await step(dossier, 'approve', await officer('li', { rank: 'section-chief' }), { opinion: words('同意') });
    await step(dossier, 'send-back', chief, { reason: words('退回') });
    await step(dossier, 'approve', await officer('li', { rank: 'section-chief' }), { opinion: words('再议') });
    const remedies = { zh: words('救济'), en: 'Somebody called about it' };
    await step(dossier, 'refuse', chief, { reason: words('不符'), law: '行政许可法 38(2)', remedies });
    const told = await counter.stage.gateway.hears(dossier, 'dossier.decided');
    expect(counter.stage.gateway.unseal(told)).toEqual({ '/reason': words('不符'), '/remedies': remedies });

    system.answerWith(() => unintelligible('body: no status'));
    const unclear = await open('filed', { word: 'unclear' });
    await counter.stage.gateway.hears(unclear, 'dossier.milestone', { milestone: 'needs-review' });
    await step(unclear, 'settle-exchange', chief, { exchange: 1, answer: 'rejected', reason: words('电话') });
    const settled = await counter.stage.gateway.hears(unclear, 'dossier.decided');
    expect(counter.stage.gateway.unseal(settled)).toMatchObject({ '/reason': words('电话') });
    const ops = await officer('ops', { roles: ['operator'], department: undefined });
    for (const on of [false, true])
      await ask('put', '/systems/L99/switch', { as: ops, body: { on, reason: words('检修') } });

    const read = async (id: string, as: string) => {
      const { body: shown } = await ask('get', `/dossiers/${id}`, { as });
      const { body: timeline } = await ask('get', `/dossiers/${id}/timeline`, { as });
      return { shown, timeline, text: JSON.stringify([shown, timeline]) };
    };
    const own = await read(dossier, chief);
    expect(own.shown.clock).toMatchObject({ extendedDays: 10 });
    expect(own.shown).toMatchObject({
      levels: [{ completed: { opinion: words('再议') } }, {}],
      decision: { reason: words('不符'), law: '行政许可法 38(2)', remedies },
    });
    const reasons = own.timeline.entries.flatMap(({ reason }: { reason?: string }) => reason ?? []);
    expect(reasons).toEqual(['听证', '恢复', '延期', '退回', '不符'].map(words));
    expect((await read(unclear, chief)).shown.exchanges).toMatchObject([{ status: 'rejected', reason: words('电话') }]);
    const supervisor = await officer('eye', { roles: ['supervisor'], department: undefined });
    for (const id of [dossier, unclear]) {
      const { shown, text } = await read(id, supervisor);
      expect(text).not.toContain('甲某');
      expect(text).not.toContain('Somebody');
      expect(shown.decision).toMatchObject({ reason: '***', remedies: { zh: '***', en: '***' } });
    }
    const inClear = `${await counter.stage.stored()} ${JSON.stringify(counter.stage.gateway.heard())}`;
    expect(inClear).toContain(dossier);
    expect(inClear).not.toContain('甲某');
    expect(inClear).not.toContain('Somebody');
  });

  it('is no sentence where only a number or a code belongs', async () => {
    const dossier = await opened('nod');
    const as = await officer('li');
    for (const output of [{ number: `${words('证号')}，见附件` }, { data: { note: words('备注') } }]) {
      const { status } = await ask('post', `/dossiers/${dossier}/approve`, {
        as,
        body: { outputs: [{ code: 'nod', ...output }] },
      });
      expect(status).toBe(400);
    }
  });
});
