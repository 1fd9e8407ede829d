import { beforeAll, describe, expect, it } from 'vitest';
import { as } from './src/people.ts';
import { accept, approveBy, branch, file, refuseBy, untilBranch, untilPublished, untilStatus } from './src/steps.ts';
import type { Case } from './src/words.ts';

const HANDLER = {
  move: 'demo-public-security-handler',
  'school-district': 'demo-education-handler',
  'school-transfer': 'demo-education-handler',
  'insurance-address': 'demo-human-resources-handler',
} as const;

const read = async (id: string): Promise<Case> => (await as('demo-centre-clerk').get<Case>(`/cases/${id}`)).body;
const statuses = ({ branches }: Case): Record<string, string> =>
  Object.fromEntries(branches.map(({ key, status }) => [key, status]));

const begun = async (): Promise<string> => {
  const { id } = await file('demo-window-clerk', 'move-into-new-home');
  await accept(HANDLER.move, id);
  return id;
};

beforeAll(() =>
  untilPublished([
    'move-into-new-home',
    'move-within-city',
    'school-district-record',
    'school-transfer',
    'insurance-address-change',
  ]),
);

describe('a family that moves into a new home', () => {
  it('loses what hangs on a refused branch, and keeps what goes on without it', async () => {
    const id = await begun();
    await refuseBy(HANDLER.move, branch(await read(id), 'move'));
    await untilBranch(id, 'insurance-address', 'acknowledged');
    expect(statuses(await read(id))).toMatchObject({
      move: 'refused',
      'school-district': 'skipped',
      'school-transfer': 'skipped',
    });
    await approveBy([HANDLER['insurance-address']], branch(await read(id), 'insurance-address'));
    const closed = await untilStatus(id, 'closed');
    expect(closed.outcome).toBe('partly');
    expect(statuses(closed)['insurance-address']).toBe('granted');
  });

  it('keeps what was granted before a later branch is refused', async () => {
    const id = await begun();
    await approveBy([HANDLER.move], branch(await read(id), 'move'));
    await untilBranch(id, 'school-district', 'acknowledged');
    await refuseBy(HANDLER['school-district'], branch(await read(id), 'school-district'));
    await untilBranch(id, 'school-transfer', 'skipped');
    await approveBy([HANDLER['insurance-address']], branch(await read(id), 'insurance-address'));
    const closed = await untilStatus(id, 'closed');
    expect(statuses(closed)).toEqual({
      move: 'granted',
      'school-district': 'refused',
      'school-transfer': 'skipped',
      'insurance-address': 'granted',
    });
  });
});
