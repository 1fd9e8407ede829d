import { beforeAll, describe, expect, it } from 'vitest';
import { as } from './src/people.ts';
import { accept, approveBy, type Branch, branch, file, untilPublished, untilStatus } from './src/steps.ts';
import type { Case } from './src/words.ts';

const CODES = ['unemployment-benefit-sign-in', 'move-within-city', 'company-address-change', 'construction-permit'];

const only = async (id: string): Promise<Branch> => {
  const { body } = await as('demo-centre-clerk').get<Case>(`/cases/${id}`);
  const [first] = body.branches;
  if (!first) throw new Error('a case without a branch');
  return branch(body, first.key);
};

beforeAll(() => untilPublished(CODES));

describe('one item on its own', () => {
  it('失业金签收: is received by a village agent and answered on the spot', async () => {
    const { id, status } = await file('demo-village-agent', 'unemployment-benefit-sign-in');
    expect(status).toBe('submitted');
    await accept('demo-centre-clerk', id);
    expect((await untilStatus(id, 'closed')).outcome).toBe('granted');
  });

  it('市内迁移: is decided by the police station', async () => {
    const { id } = await file('demo-window-clerk', 'move-within-city');
    await accept('demo-public-security-handler', id);
    await approveBy(['demo-public-security-handler'], await only(id));
    expect((await untilStatus(id, 'closed')).outcome).toBe('granted');
  });

  it('企业住所变更: is granted when the register has answered', async () => {
    const { id } = await file('demo-window-clerk', 'company-address-change');
    await accept('demo-market-regulation-handler', id);
    await approveBy(['demo-market-regulation-handler', 'demo-market-regulation-reviewer'], await only(id));
    expect((await untilStatus(id, 'closed')).outcome).toBe('granted');
  });

  it('建筑工程施工许可: is granted after the states that its system pushes', async () => {
    const { id } = await file('demo-window-clerk', 'construction-permit');
    await accept('demo-housing-construction-handler', id);
    await approveBy(
      ['handler', 'reviewer', 'approver'].map((role) => `demo-housing-construction-${role}`),
      await only(id),
    );
    expect((await untilStatus(id, 'closed')).outcome).toBe('granted');
  });
});
