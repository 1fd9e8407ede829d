import { expect } from 'vitest';
import { watch } from './door.ts';
import { anybody, as } from './people.ts';
import { samples } from './samples.ts';
import type { Case, CaseAnswer, Dossier } from './words.ts';

export type Branch = Case['branches'][number];

/** Files what the samples hold under `code`, as this user; waits for the catalogue when the platform has just come up. */
export const file = async (user: string, code: keyof typeof samples, extra: object = {}): Promise<CaseAnswer> => {
  const sample = samples[code];
  const answer = await as(user).post<CaseAnswer>('/cases', { item: code, ...sample, ...extra });
  expect(answer.body).toMatchObject({ id: expect.any(String) });
  expect(answer.status).toBe(201);
  return answer.body;
};

/** Accepts a submitted case. */
export const accept = async (user: string, id: string): Promise<void> => {
  const answer = await as(user).post<CaseAnswer>(`/cases/${id}/accept`);
  expect(answer.body).toMatchObject({ status: 'accepted' });
};

/** The branch with this key, as the case shows it to an officer. */
export const branch = ({ branches }: Case, key: string): Branch => {
  const found = branches.find((one) => one.key === key);
  if (!found) throw new Error(`there is no branch ${key}`);
  return found;
};

const pathOf = ({ domain, dossierId }: Branch): string => `/departments/${domain}/dossiers/${dossierId}`;

/** Waits until the department has opened its dossier. */
export const dossierThere = async (user: string, of: Branch): Promise<void> => {
  const there = await as(user).get(pathOf(of), { prefer: 'wait=20' });
  expect([there.status, there.body]).toEqual([200, expect.anything()]);
};

/** A dossier, as its department shows it to this user. */
export const readDossier = async (user: string, of: Branch): Promise<Dossier> => {
  const { status, body } = await as(user).get<Dossier>(pathOf(of));
  expect([status, body]).toEqual([200, expect.anything()]);
  return body;
};

/** Tries one step on a dossier; the status of the answer. */
export const tryStep = async (user: string, of: Branch, step: string): Promise<number> =>
  (await as(user).post(`${pathOf(of)}/${step}`, {})).status;

/** Takes one step on a dossier that is there, through the gateway. */
export const dossierStep = async (user: string, of: Branch, step: string, body: object = {}): Promise<void> => {
  const taken = await as(user).post(`${pathOf(of)}/${step}`, body);
  expect([taken.status, taken.body]).toEqual([200, expect.anything()]);
};

/** Takes one step on a dossier once the department has it. */
const stepOnceThere = async (user: string, of: Branch, step: string, body: object = {}): Promise<void> => {
  await dossierThere(user, of);
  await dossierStep(user, of, step, body);
};

/** Completes the levels of a branch, one officer each. */
export const approveBy = async (users: readonly string[], of: Branch): Promise<void> => {
  for (const user of users) await stepOnceThere(user, of, 'approve');
};

/** Refuses a branch with the reason and the law that the applicant will read. */
export const refuseBy = (user: string, of: Branch): Promise<void> =>
  stepOnceThere(user, of, 'refuse', { reason: '材料不符合法定形式', law: '行政许可法 38(2)' });

/** Watches as an officer of the centre until the case has this status. */
export const untilStatus = (id: string, status: Case['status'], tries?: number): Promise<Case> =>
  watch(as('demo-centre-clerk'), id, (seen) => seen.status === status, tries);

/** Watches until one branch has this status. */
export const untilBranch = async (id: string, key: string, status: Branch['status']): Promise<Branch> =>
  branch(await watch(as('demo-centre-clerk'), id, (seen) => branch(seen, key).status === status), key);

/** Waits until the departments' publications have reached the catalogue. */
export const untilPublished = async (codes: readonly string[]): Promise<void> => {
  for (const code of codes) {
    for (let tries = 0; ; tries++) {
      const { status } = await anybody().get(`/items/${code}`);
      if (status === 200) break;
      if (tries === 300) throw new Error(`${code} was never published`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};

/** How often the public history says this. */
export const timesIn = async (id: string, type: string): Promise<number> => {
  const { body } = await as('demo-centre-clerk').get<{ entries: { type: string }[] }>(`/cases/${id}/timeline`);
  return body.entries.filter((entry) => entry.type === type).length;
};
