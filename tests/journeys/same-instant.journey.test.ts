import { beforeAll, describe, expect, it } from 'vitest';
import { as } from './src/people.ts';
import { type Branch, dossierStep, dossierThere, file, timesIn, untilPublished, untilStatus } from './src/steps.ts';
import type { Case } from './src/words.ts';

const CASES = 1_000;
const AT_ONCE = 40;

/** Does `work` so many times, so many at once; answers how often it was done. */
const repeat = async (times: number, work: () => Promise<void>): Promise<number> => {
  let begun = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (begun < times) {
      begun += 1;
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
};

const handler = ({ department }: Branch): string => `demo-${department}-handler`;

beforeAll(() =>
  untilPublished([
    'open-restaurant',
    'food-business-permit',
    'signboard-record',
    'fire-safety-commitment',
    'special-trade-record',
    'employment-record',
  ]),
);

describe(`${CASES} joint cases whose branches are all decided in the same instant`, () => {
  it('close once each, with every branch granted', async () => {
    const done = await repeat(CASES, async () => {
      const { id } = await file('demo-centre-clerk', 'open-restaurant', { accept: true });
      const { body } = await as('demo-centre-clerk').get<Case>(`/cases/${id}`);
      expect(body.branches).toHaveLength(5);
      await Promise.all(body.branches.map((branch) => dossierThere(handler(branch), branch)));
      await Promise.all(body.branches.map((branch) => dossierStep(handler(branch), branch, 'approve')));
      const closed = await untilStatus(id, 'closed');
      expect(closed.outcome).toBe('granted');
      expect(closed.branches.every(({ status }) => status === 'granted')).toBe(true);
      expect(await timesIn(id, 'case.closed')).toBe(1);
    });
    expect(done).toBe(CASES);
  });
});
