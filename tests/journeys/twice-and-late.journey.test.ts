import { branchesTopic, domains, dossiersTopic } from '@yimen/contracts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Echo, startEcho } from './src/echo.ts';
import { as } from './src/people.ts';
import { accept, approveBy, branch, file, timesIn, untilBranch, untilPublished, untilStatus } from './src/steps.ts';
import type { Case } from './src/words.ts';

const LEAD = 'demo-market-regulation';
let echo: Echo;

beforeAll(async () => {
  await untilPublished(['open-company']);
  echo = await startEcho(inject('place').kafkaBrokers, [...domains.map(branchesTopic), ...domains.map(dossiersTopic)]);
});
afterAll(() => echo.stop());

describe('a company whose every message is delivered twice, the second time late', () => {
  it('is decided once at each department and closes once', async () => {
    const { id } = await file('demo-window-clerk', 'open-company');
    await accept(`${LEAD}-handler`, id);
    const { body } = await as('demo-centre-clerk').get<Case>(`/cases/${id}`);
    await approveBy([`${LEAD}-handler`, `${LEAD}-reviewer`], branch(body, 'establishment'));
    await approveBy([`${LEAD}-handler`], await untilBranch(id, 'statistics', 'acknowledged'));
    const closed = await untilStatus(id, 'closed');
    await echo.repeated(10);
    const { body: after } = await as('demo-centre-clerk').get<Case>(`/cases/${id}`);
    expect(after).toEqual(closed);
    expect(await timesIn(id, 'case.closed')).toBe(1);
  });
});
