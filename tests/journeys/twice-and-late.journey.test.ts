import { branchesTopic, domains, dossiersTopic } from '@yimen/contracts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Echo, startEcho } from './src/echo.ts';
import { untilHeard } from './src/listeners.ts';
import { as } from './src/people.ts';
import {
  accept,
  approveBy,
  branch,
  file,
  readDossier,
  timesIn,
  untilBranch,
  untilPublished,
  untilStatus,
} from './src/steps.ts';
import type { Case } from './src/words.ts';

const LEAD = 'demo-market-regulation';
let echo: Echo;

beforeAll(async () => {
  await untilPublished(['open-company']);
  echo = await startEcho(inject('place').kafkaBrokers, [...domains.map(branchesTopic), ...domains.map(dossiersTopic)]);
});
afterAll(() => echo.stop());

/** Everybody has heard everything: the services, and the echo, which has then repeated it. */
const allHeard = (): Promise<void> =>
  untilHeard(inject('place').kafkaBrokers, [...inject('place').listeners, echo.listener]);

/** All that window and departments can say of a case. */
const wholeOf = async (id: string): Promise<object> => {
  const clerk = as('demo-centre-clerk');
  const [{ body: seen }, timeline, results] = await Promise.all([
    clerk.get<Case>(`/cases/${id}`),
    clerk.get(`/cases/${id}/timeline`),
    clerk.get(`/results/${id}`),
  ]);
  const dossiers = await Promise.all(seen.branches.map((of) => readDossier(`demo-${of.department}-handler`, of)));
  return { seen, timeline: timeline.body, results: results.body, dossiers };
};

/** Types of the messages of a case and what they are of. */
const saidOf = (id: string): readonly string[] =>
  echo.heard(id).map(({ value }) => {
    const { type, data } = JSON.parse(String(value)) as { type: string; data: { branch: string } };
    return `${type} ${data.branch}`;
  });

describe('a company whose every message is delivered twice, and once more when all is over', () => {
  it('is decided once at each department and closes once', async () => {
    const { id } = await file('demo-window-clerk', 'open-company');
    await accept(`${LEAD}-handler`, id);
    const { body } = await as('demo-centre-clerk').get<Case>(`/cases/${id}`);
    await approveBy([`${LEAD}-handler`, `${LEAD}-reviewer`], branch(body, 'establishment'));
    await approveBy([`${LEAD}-handler`], await untilBranch(id, 'statistics', 'acknowledged'));
    await untilStatus(id, 'closed');
    await allHeard();
    const said = saidOf(id);
    for (const { key } of body.branches)
      expect(said).toEqual(
        expect.arrayContaining([`branch.opened ${key}`, `dossier.opened ${key}`, `dossier.decided ${key}`]),
      );

    const before = await wholeOf(id);
    await echo.again(id);
    await allHeard();
    expect(saidOf(id)).toEqual(said);
    expect(await wholeOf(id)).toEqual(before);
    expect(await timesIn(id, 'case.closed')).toBe(1);
    expect(await timesIn(id, 'branch.decided')).toBe(body.branches.length);
  });
});
