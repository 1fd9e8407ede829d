import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '@yimen/contracts';
import { DEMO_USERS } from '@yimen/local';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { LAW, MARK, say, sayTwice, turnSwitch, type Written, writeEverywhere } from './src/own-words.ts';
import { anybody, as } from './src/people.ts';
import { personalTexts } from './src/persons.ts';
import { type Recording, startRecording } from './src/recording.ts';
import { samples } from './src/samples.ts';
import { accept, approveBy, branch, file, untilBranch, untilPublished, untilStatus } from './src/steps.ts';
import { readStores } from './src/stores.ts';
import type { Case, CaseAnswer } from './src/words.ts';

const LEAD = 'demo-market-regulation';
const personal = personalTexts();
/** What of the persons stands in a text in clear. */
const heldIn = (text: string): readonly string[] => personal.filter((one) => text.includes(one));

let recording: Recording;
let filed: CaseAnswer;
let written: Written;

/** A company from the window to its end, by a person who looks for it again on the way; and much that is written. */
beforeAll(async () => {
  await untilPublished(['open-company', 'move-within-city', 'construction-permit', 'unemployment-benefit-sign-in']);
  recording = await startRecording(
    inject('place').kafkaBrokers,
    topics.map(({ name }) => name),
  );
  filed = await file('demo-citizen', 'open-company');
  await accept(`${LEAD}-handler`, filed.id);
  const { body } = await as('demo-centre-clerk').get<Case>(`/cases/${filed.id}`);
  await approveBy([`${LEAD}-handler`, `${LEAD}-reviewer`], branch(body, 'establishment'));
  await approveBy([`${LEAD}-handler`], await untilBranch(filed.id, 'statistics', 'acknowledged'));
  await untilStatus(filed.id, 'closed');
  written = await writeEverywhere();
});
afterAll(() => recording.stop());

describe('who the persons of a case are', () => {
  it('is known to these journeys', () => {
    expect(personal).toEqual(expect.arrayContaining(['陈晨光', '440604199003071236', '13800000000', '郑乐天']));
  });

  it('stands on no topic in clear', async () => {
    const texts = await recording.until((text) => text.includes(filed.id) && text.includes('"happened":"closed"'));
    expect(texts.some((text) => text.includes('branch.opened') && text.includes(filed.id))).toBe(true);
    expect(texts.filter((text) => heldIn(text).length > 0)).toEqual([]);
  });

  it('stands in no store in clear', async () => {
    const texts = await readStores(inject('place').mongodb);
    expect(texts.some((text) => text.includes(filed.id))).toBe(true);
    expect(texts.filter((text) => heldIn(text).length > 0)).toEqual([]);
  });

  it('stands in no log, not even after mistakes that name them', async () => {
    const [name = '', number = ''] = personal;
    await as('demo-citizen').post('/cases', { item: 'open-company', [name]: number });
    await as('demo-centre-clerk').get(`/cases?${encodeURIComponent(name)}=${number}`);
    await as('demo-centre-clerk').get(`/cases/${encodeURIComponent(name)}`);
    await as('demo-centre-clerk').post('/cases/search', { name });
    const { logs } = inject('place');
    const names = readdirSync(logs);
    expect(names).toContain('intake-gateway.log');
    expect(names.filter((log) => heldIn(readFileSync(join(logs, log), 'utf8')).length > 0)).toEqual([]);
  });

  it('is clear to the applicant, and masked or nothing to everybody else', async () => {
    const own = await as('demo-citizen').get<Case>(`/cases/${filed.id}`);
    expect(own.body.applicant).toMatchObject({ name: '陈晨光', masked: false });
    const branches = own.body.branches.map(({ key, domain }) => `/departments/${domain}/dossiers/${filed.id}.${key}`);
    const paths = [`/cases/${filed.id}`, `/cases/${filed.id}/timeline`, `/results/${filed.id}`, '/cases?status=closed'];
    const others = Object.keys(DEMO_USERS).filter((user) => user !== 'demo-citizen');
    const shown: string[] = [];
    for (const user of others)
      for (const path of [...paths, ...branches, ...branches.map((dossier) => `${dossier}/timeline`)]) {
        const { status, body } = await as(user).get(path);
        if (status === 200) shown.push(`${user} ${path} ${JSON.stringify(body)}`);
      }
    expect(shown.length).toBeGreaterThan(others.length);
    expect(shown.some((text) => text.includes('陈**') && text.includes('440604********1236'))).toBe(true);
    expect(shown.filter((text) => heldIn(text).length > 0)).toEqual([]);
  });

  it('is not told to who follows the case by its number', async () => {
    const { number = '', queryPassword = '' } = filed;
    const told = await anybody().post('/tracking', { number, password: queryPassword });
    expect(told.status).toBe(200);
    expect(heldIn(JSON.stringify(told.body))).toEqual([]);
  });
});

describe('what people write in their own words', () => {
  const HOUSING = 'demo-housing-construction';
  /** Of the same cases, but personal to nobody: who looks for it finds it. */
  const OPEN = String(samples['construction-permit'].form['projectName']);
  const dossierOf = ({ id }: CaseAnswer) => `/departments/construction-permits/dossiers/${id}.construction-permit`;
  const caseAs = async (user: string, { id }: CaseAnswer) => (await as(user).get<Case>(`/cases/${id}`)).body;

  it('is read by the applicant and by the officers who act on the case', async () => {
    for (const user of ['demo-citizen', 'demo-window-clerk', `${HOUSING}-handler`]) {
      const refused = await caseAs(user, written.refused);
      expect(new Set(refused.materials.map(({ note }) => note))).toEqual(new Set([say('补正材料')]));
      expect(refused).toMatchObject({
        correction: { lacks: [{ what: say('缺件') }, { what: say('错处') }] },
        branches: [{ status: 'refused', reason: say('不予许可'), law: LAW, remedies: sayTwice('救济') }],
      });
      const notice = { reason: say('不予受理'), law: LAW, remedies: say('复议') };
      expect((await caseAs(user, written.notAccepted)).refusal).toEqual(notice);
      for (const one of [written.withdrawn, written.withdrawnLate])
        expect((await caseAs(user, one)).withdrawal).toEqual({ reason: say('撤回') });
    }
    const settled = await caseAs('demo-citizen', written.settled);
    expect(settled.branches).toMatchObject([{ status: 'refused', reason: say('电话核实') }]);
  });

  it('is read by the officers of the department that it was written in', async () => {
    const { body } = await as(`${HOUSING}-approver`).get(dossierOf(written.refused));
    expect(body).toMatchObject({
      levels: [{ completed: { opinion: say('再审') } }, { completed: { opinion: say('复核') } }, {}],
      decision: { reason: say('不予许可'), law: LAW, remedies: sayTwice('救济') },
    });
    const told = await as(`${HOUSING}-handler`).get<object>(`${dossierOf(written.refused)}/timeline`);
    for (const about of ['中止', '恢复', '延期', '退回', '不予许可'])
      expect(JSON.stringify(told.body)).toContain(say(about));
  });

  it('is hidden from those who only look on, and from who follows a case by its number', async () => {
    const actors = ['demo-citizen', 'demo-window-clerk', 'demo-centre-clerk', 'demo-helper'];
    const onlookers = Object.keys(DEMO_USERS).filter((user) => !actors.includes(user) && !user.startsWith(HOUSING));
    const shown: string[] = [];
    for (const user of onlookers)
      for (const one of [written.refused, written.notAccepted, written.withdrawn]) {
        const dossier = dossierOf(one);
        const paths = [`/cases/${one.id}`, `/cases/${one.id}/timeline`, `/results/${one.id}`];
        for (const path of [...paths, dossier, `${dossier}/timeline`]) {
          const { status, body } = await as(user).get(path);
          if (status === 200) shown.push(`${user} ${path} ${JSON.stringify(body)}`);
        }
      }
    const hidden = (start: string) => shown.filter((text) => text.startsWith(start) && text.includes('***'));
    expect(hidden('demo-supervisor /cases/').length).toBe(3);
    expect(hidden('demo-supervisor /departments/').length).toBe(2);
    expect(shown.filter((text) => text.includes(MARK))).toEqual([]);
    for (const { number = '', queryPassword = '' } of [written.refused, written.notAccepted, written.withdrawn]) {
      const told = await anybody().post('/tracking', { number, password: queryPassword });
      expect(told.status).toBe(200);
      expect(JSON.stringify(told.body)).not.toContain(MARK);
    }
  });

  it('stands on no topic in clear', async () => {
    const { id } = written.settled;
    const texts = await recording.until((text) => text.includes(id) && text.includes('"happened":"closed"'));
    const decided = texts.filter((text) => text.includes('dossier.decided') && text.includes(written.refused.id));
    expect(decided.some((text) => text.includes('"personal":'))).toBe(true);
    expect(texts.some((text) => text.includes(OPEN))).toBe(true);
    expect(texts.filter((text) => text.includes(MARK))).toEqual([]);
  });

  it('stands in no store in clear', async () => {
    await turnSwitch(false);
    const texts = await readStores(inject('place').mongodb);
    await turnSwitch(true);
    for (const { id } of Object.values(written)) expect(texts.some((text) => text.includes(id))).toBe(true);
    expect(texts.some((text) => text.includes(OPEN))).toBe(true);
    expect(texts.filter((text) => text.includes(MARK))).toEqual([]);
  });

  it('stands in no log, not even after mistakes that hold it', async () => {
    const { id } = written.refused;
    await as(`${HOUSING}-handler`).post(`/cases/${id}/refuse`, { reason: say('x'), other: say('y') });
    await as('demo-citizen').post(`/cases/${id}/withdraw`, { reason: say('x'.repeat(600)) });
    await as(`${HOUSING}-handler`).post(`${dossierOf(written.refused)}/approve`, { opinion: say('x'), [MARK]: 1 });
    const { logs } = inject('place');
    const texts = readdirSync(logs).filter((log) => readFileSync(join(logs, log), 'utf8').includes(MARK));
    expect(texts).toEqual([]);
  });
});
