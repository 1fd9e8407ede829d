import { beforeAll, describe, expect, it } from 'vitest';
import { watch } from './src/door.ts';
import { as } from './src/people.ts';
import { file, untilPublished } from './src/steps.ts';
import type { Case } from './src/words.ts';

/** The morning after `days` working days have passed in full; the offices are open then. */
const DAYS = 5;

const nextMorning = (instant: string): string => {
  const day = new Date(new Date(instant).getTime() + 8 * 3_600_000 + 86_400_000).toISOString().slice(0, 10);
  return `${day}T01:30:00.000Z`;
};

interface BusinessTime {
  readonly now: string;
  readonly workingDay: boolean;
}

const advanceTo = async (to: string): Promise<BusinessTime> => {
  const answer = await as('demo-operator').post<BusinessTime>('/clock/advance', { to });
  expect(answer.status).toBe(200);
  return answer.body;
};

beforeAll(() => untilPublished(['move-within-city']));

describe('a case that nobody answers', () => {
  it('is accepted by law after five working days, from the day the papers were received', async () => {
    const filed = await file('demo-window-clerk', 'move-within-city');
    let now = (await as('demo-operator').get<BusinessTime>('/clock')).body;
    for (let days = 0; days <= DAYS; ) {
      const before = await as('demo-centre-clerk').get<Case>(`/cases/${filed.id}`);
      if (days < DAYS) expect(before.body.status).toBe('submitted');
      now = await advanceTo(nextMorning(now.now));
      if (now.workingDay) days += 1;
    }
    const deemed = await watch(as('demo-centre-clerk'), filed.id, ({ status }) => status === 'accepted');
    expect(deemed.acceptance).toMatchObject({ by: 'law', acceptedOn: filed.receivedOn });
  });
});
