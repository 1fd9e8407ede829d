import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '@yimen/contracts';
import { DEMO_USERS } from '@yimen/local';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { anybody, as } from './src/people.ts';
import { personalTexts } from './src/persons.ts';
import { type Recording, startRecording } from './src/recording.ts';
import { accept, approveBy, branch, file, untilBranch, untilPublished, untilStatus } from './src/steps.ts';
import type { Case, CaseAnswer } from './src/words.ts';

const LEAD = 'demo-market-regulation';
const personal = personalTexts();
/** What of the persons stands in a text in clear. */
const heldIn = (text: string): readonly string[] => personal.filter((one) => text.includes(one));

let recording: Recording;
let filed: CaseAnswer;

/** A company from the window to its end, by a person who looks for it again on the way. */
beforeAll(async () => {
  await untilPublished(['open-company', 'move-within-city']);
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
