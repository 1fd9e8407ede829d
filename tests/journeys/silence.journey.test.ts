import { eventually } from '@yimen/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { watch } from './src/door.ts';
import { as } from './src/people.ts';
import { file, timesIn, untilPublished } from './src/steps.ts';
import type { Case } from './src/words.ts';

/** So many working days nobody answers; on the morning after them the law has. */
const DAYS = 5;
/** An item that the centre accepts on the spot and promises in two working days: overdue on the morning after them. */
const WITNESS = { item: 'fire-safety-commitment', days: 2 } as const;

const PATIENCE = { tries: 300, pauseMs: 100 };

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

beforeAll(() => untilPublished(['move-within-city', WITNESS.item]));

/** A case that nobody handles: once it is overdue, the timers have gone round with the time as it is now. */
const openWitness = async (): Promise<string> => {
  const { id } = await file('demo-centre-clerk', WITNESS.item, { accept: true });
  const { body } = await as('demo-centre-clerk').get<Case>(`/cases/${id}`);
  expect(body.clock?.days).toBe(WITNESS.days);
  return id;
};

describe('a case that nobody answers', () => {
  it('is accepted by law after five working days, from the day the papers were received, and not before', async () => {
    const filed = await file('demo-window-clerk', 'move-within-city');
    const witnesses: string[] = []; // by the working day on which each was accepted
    let now = (await as('demo-operator').get<BusinessTime>('/clock')).body;
    for (let day = 0; day <= DAYS; ) {
      witnesses[day] ??= await openWitness();
      const witness = witnesses[day - WITNESS.days - 1];
      if (witness !== undefined) await eventually(async () => (await timesIn(witness, 'case.overdue')) === 1, PATIENCE);
      await expectQuiet(filed.id);
      now = await advanceTo(nextMorning(now.now));
      if (now.workingDay) day += 1;
    }
    expect(witnesses).toHaveLength(DAYS + 1);
    const deemed = await watch(as('demo-centre-clerk'), filed.id, ({ status }) => status === 'accepted');
    expect(deemed.acceptance).toMatchObject({ by: 'law', acceptedOn: filed.receivedOn });
    expect(await timesIn(filed.id, 'case.accepted')).toBe(1);
  });
});

/** The case waits, and there is no news of it for a moment longer. */
const expectQuiet = async (id: string): Promise<void> => {
  const clerk = as('demo-centre-clerk');
  const { body, etag = '' } = await clerk.get<Case>(`/cases/${id}`);
  expect(body.status).toBe('submitted');
  expect((await clerk.get(`/cases/${id}`, { prefer: 'wait=1', 'if-none-match': etag })).status).toBe(304);
};
