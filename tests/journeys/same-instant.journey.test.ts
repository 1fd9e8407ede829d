import { beforeAll, describe, expect, it } from 'vitest';
import { as } from './src/people.ts';
import { type Branch, dossierStep, file, timesIn, untilPublished, untilStatus } from './src/steps.ts';
import type { Case } from './src/words.ts';

const CASES = 1_000;
const AT_ONCE = 40;

const inTurns = async <T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> => {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
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
    await inTurns(Array.from({ length: CASES }), async () => {
      const { id } = await file('demo-centre-clerk', 'open-restaurant', { accept: true });
      const { body } = await as('demo-centre-clerk').get<Case>(`/cases/${id}`);
      await Promise.all(body.branches.map((branch) => dossierStep(handler(branch), branch, 'approve')));
      const closed = await untilStatus(id, 'closed');
      expect(closed.outcome).toBe('granted');
      expect(closed.branches.every(({ status }) => status === 'granted')).toBe(true);
      expect(await timesIn(id, 'case.closed')).toBe(1);
    });
  });
});
