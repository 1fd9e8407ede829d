import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDepartments, type TestDepartments } from '../fixtures/department.fixture.ts';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { paper } from '../fixtures/people.fixture.ts';
import { aadOf } from './rendering.ts';

let gateway: TestGateway;
let departments: TestDepartments;
beforeAll(async () => {
  gateway = await openGateway();
  departments = await openDepartments(gateway);
});
afterAll(async () => {
  await departments.close();
  await gateway.close();
});

describe('a case with one branch, over the real topics', () => {
  it('opens its branch with the personal part sealed, and closes with the department decision', async () => {
    const filed = await gateway.post('/cases', 'centre', paper({ accept: true }));
    expect(filed.body).toMatchObject({ status: 'accepted' });
    const { id } = filed.body;
    const opened = await departments.told(id, 'permit', 'branch.opened');
    expect(opened.data.form).toEqual({ purpose: '开办小店' });
    expect(JSON.stringify(opened)).not.toContain('13912345678');
    const personal = gateway.envelopes.decryptWith(opened.data.personal ?? '', { aad: aadOf(id, opened) });
    expect(personal).toMatchObject({ applicant: { name: '王小明' }, form: { '/mobile': '13912345678' } });

    await departments.send('social-security', [departments.opened(id, 'permit'), departments.decided(id, 'permit')]);
    const closed = await gateway.get(`/cases/${id}?until=ended`, 'centre', { prefer: 'wait=20' });
    expect(closed.body).toMatchObject({ status: 'closed', outcome: 'granted' });
    const results = await gateway.get(`/results/${id}`, 'centre');
    expect(results.body.results).toMatchObject([{ number: 'P-permit' }]);
  });
});
