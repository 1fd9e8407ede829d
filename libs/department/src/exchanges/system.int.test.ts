import { accepted, pending, unintelligible, unreachable } from '@yimen/adapter';
import { eventually } from '@yimen/testing';
import { describe, expect, it } from 'vitest';
import { openCounter } from '../testing/counter.fixture.ts';

const counter = openCounter();
const { system, ask, officer, open, opened, push } = counter;

describe('a dossier that a system decides', () => {
  it('is decided by the call-back that comes under their receipt, even before we know it', async () => {
    system.answerWith(() => pending(60_000, 'R-early'));
    await push({ receipt: 'R-early', event: 'e-1', verdict: 'yes' }).expect(200);
    const unmatched = async () =>
      (await ask('get', '/arrivals?status=unmatched', { as: await officer('li') })).body.arrivals;
    await eventually(async () => (await unmatched()).some(({ id }: { id: string }) => id === 'L99:e-1'));
    const dossier = await open('filed', { word: 'early' });
    const { data } = await counter.stage.gateway.hears(dossier, 'dossier.decided');
    expect(data).toMatchObject({ outcome: 'granted', outputs: [{ number: 'R-early' }] });
  });

  it('asks before it sends again when nobody knows whether the first landed', async () => {
    const sent = system.submissions.length;
    let calls = 0;
    system.answerWith(() => {
      calls += 1;
      return calls === 1 ? unreachable('cut off', { mayHaveLanded: true }) : accepted({}, 'R-2');
    });
    const asked: string[] = [];
    system.statusWith((key) => {
      asked.push(key);
      return { answer: 'not-found' };
    });
    const dossier = await open('filed', { word: 'again' });
    await counter.stage.gateway.hears(dossier, 'dossier.decided');
    const keys = system.submissions.slice(sent).map(({ key }) => key);
    expect(new Set(keys).size).toBe(1);
    expect([keys.length, asked.length]).toEqual([2, 1]);
  });

  it('shows the latest step of the system whatever the order it was told in', async () => {
    system.answerWith(() => pending(60_000, 'R-steps'));
    const dossier = await open('filed', { word: 'steps' });
    await counter.stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'waiting-for-system' });
    const step = (code: string, at: string) => ({ code, title: `第${code}步`, at });
    await push({ receipt: 'R-steps', event: 's-8', step: step('8', '2026-03-02T03:00:00Z') }).expect(200);
    await counter.stage.gateway.hears(dossier, 'dossier.milestone', { title: '第8步' });
    await push({ receipt: 'R-steps', event: 's-3', step: step('3', '2026-03-02T02:00:00Z') }).expect(200);
    await push({ receipt: 'R-steps', event: 's-end', verdict: 'no' }).expect(200);
    const refused = await counter.stage.gateway.hears(dossier, 'dossier.decided');
    expect(refused.data).toMatchObject({ outcome: 'refused' });
    expect(counter.stage.gateway.unseal(refused)).toMatchObject({ '/reason': '不符' });
    expect(counter.stage.gateway.heard().some(({ data: told }) => told['title'] === '第3步')).toBe(false);
    await push({ receipt: 'R-steps', event: 's-contrary', verdict: 'yes' }).expect(200);
    const as = await officer('li');
    const contrary = await eventually(async () =>
      (await ask('get', '/arrivals?status=unmatched', { as })).body.arrivals.find(
        ({ id }: { id: string }) => id === 'L99:s-contrary',
      ),
    );
    expect(contrary).toMatchObject({ dossier, reason: 'exchange-contradicted' });
  });

  it('waits while its system is switched off, and goes on when it is on again', async () => {
    system.answerWith(() => accepted({}, 'R-on'));
    const as = await officer('ops', { roles: ['operator'], department: undefined });
    const turn = (on: boolean) => ask('put', '/systems/L99/switch', { as, body: { on, reason: '检修' } });
    expect((await turn(false)).body).toMatchObject({ on: false, switchReason: '检修' });
    // a running process learns of it within a second, and may send until then; a new one knows it from the start
    await counter.stage.restart();
    const dossier = await opened('filed', { word: 'off' });
    await opened('filed', { word: 'off, too' });
    expect((await ask('get', '/systems', { as })).body.systems[0].waiting).toBeGreaterThanOrEqual(2);
    expect(
      counter.stage.gateway.heard().some(({ source, type }) => source === dossier && type === 'dossier.decided'),
    ).toBe(false);
    await turn(true);
    await counter.stage.gateway.hears(dossier, 'dossier.decided');
  });

  it('is not switched off by who is no operator, nor by an operator of a contractor', async () => {
    const operator = { roles: ['operator'], department: undefined };
    const others = [officer('li'), officer('hired', { ...operator, outsourced: true })];
    for (const as of await Promise.all(others))
      expect((await ask('put', '/systems/L99/switch', { as, body: { on: false, reason: 'x' } })).status).toBe(403);
    const { body } = await ask('get', '/systems', { as: await officer('ops', operator) });
    expect(body.systems[0]).toMatchObject({ id: 'L99', on: true });
  });

  it('waits for a human when the answer cannot be read, and is decided by that human’s word', async () => {
    system.answerWith(() => unintelligible('body: no status'));
    const dossier = await open('filed', { word: 'unclear' });
    await counter.stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'needs-review' });
    const as = await officer('li');
    const listed = (await ask('get', '/work-list?review=true&limit=100', { as })).body.dossiers;
    expect(listed).toContainEqual(expect.objectContaining({ id: dossier, review: true }));
    const body = { exchange: 1, answer: 'accepted', reason: '电话核实', receipt: 'R-told' };
    expect((await ask('post', `/dossiers/${dossier}/settle-exchange`, { as, body })).body.outcome).toBe('granted');
    const { data } = await counter.stage.gateway.hears(dossier, 'dossier.decided');
    expect(data).toMatchObject({ outputs: [{ number: 'R-told' }] });
  });

  it('is finished after a restart', async () => {
    system.answerWith(() => pending(50, 'R-restart'));
    system.statusWith(() => pending(50, 'R-restart'));
    const dossier = await open('filed', { word: 'restart' });
    await counter.stage.gateway.hears(dossier, 'dossier.milestone', { milestone: 'waiting-for-system' });
    await counter.stage.restart();
    system.statusWith(() => accepted({}, 'R-restart'));
    await counter.stage.gateway.hears(dossier, 'dossier.decided');
  });
});
