import { type Stack, startStack } from '@yimen/local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Door, openDoor, watch } from './src/door.ts';
import { samples } from './src/samples.ts';
import type { Case, CaseAnswer } from './src/words.ts';

const AWAY_MS = 30_000;
const CASES = 20;

let stack: Stack;
const doors = new Map<string, Door>();

/** A platform of its own: the other journeys must not lose theirs. */
beforeAll(async () => {
  stack = await startStack();
  for (const user of [
    'demo-centre-clerk',
    'demo-food-drug-handler',
    'demo-housing-construction-handler',
    'demo-public-security-handler',
    'demo-human-resources-handler',
  ])
    doors.set(user, openDoor(stack.urls.gateway, await stack.tokens(user)));
});
afterAll(() => stack.stop());

const as = (user: string): Door => {
  const door = doors.get(user);
  if (!door) throw new Error(`there is no door for ${user}`);
  return door;
};

const fileOnce = () =>
  as('demo-centre-clerk').post<CaseAnswer>('/cases', {
    item: 'open-restaurant',
    accept: true,
    ...samples['open-restaurant'],
  });

const fileAccepted = async (): Promise<string> => {
  const { status, body } = await fileOnce();
  expect(status).toBe(201);
  return body.id;
};

const untilOffered = async (): Promise<void> => {
  for (let tries = 0; tries < 300; tries++) {
    if ((await fileOnce()).status === 201) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the package was never offered');
};

const finish = async (id: string): Promise<Case> => {
  const { body } = await as('demo-centre-clerk').get<Case>(`/cases/${id}`);
  for (const { domain, department, dossierId } of body.branches) {
    const path = `/departments/${domain}/dossiers/${dossierId}`;
    const door = as(`demo-${department}-handler`);
    for (let tries = 0; (await door.get(path, { prefer: 'wait=20' })).status !== 200; tries++)
      if (tries === 10) throw new Error(`${dossierId} was never opened`);
    expect((await door.post(`${path}/approve`)).status).toBe(200);
  }
  return watch(as('demo-centre-clerk'), id, ({ status }) => status === 'closed');
};

describe('a broker that is killed and away for half a minute', () => {
  it('keeps no window from taking cases in, and every one of them is told, decided and closed afterwards', async () => {
    await untilOffered();
    await stack.kill('kafka');
    const ids: string[] = [];
    for (let n = 0; n < CASES; n++) ids.push(await fileAccepted());
    await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
    for (const id of ids) {
      const { body } = await as('demo-centre-clerk').get<Case>(`/cases/${id}`);
      expect(body.branches.map(({ status }) => status)).toEqual(body.branches.map(() => 'opened'));
    }
    await stack.restart('kafka');
    for (const id of ids) expect((await finish(id)).outcome).toBe('granted');
  });
});

describe('a gateway and a department that are killed with work in their hands', () => {
  it('come back to every case they had acknowledged, and close each', async () => {
    const ids: string[] = [];
    for (let n = 0; n < CASES; n++) ids.push(await fileAccepted());
    await Promise.all([stack.kill('intake-gateway'), stack.kill('commerce-registration')]);
    await Promise.all([stack.restart('intake-gateway'), stack.restart('commerce-registration')]);
    for (const id of ids) expect((await finish(id)).outcome).toBe('granted');
  });
});
