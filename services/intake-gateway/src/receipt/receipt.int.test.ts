import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { paper } from '../fixtures/people.fixture.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

describe('a case that a citizen files', () => {
  it('is received with a number, a password and the day by which it is accepted', async () => {
    const filed = await gateway.post('/cases', 'citizen', paper());
    expect(filed.status).toBe(201);
    expect(filed.body).toMatchObject({ status: 'submitted', receivedOn: '2026-03-02', acceptanceDueOn: '2026-03-09' });
    const read = await gateway.get(`/cases/${filed.body.id}`, 'citizen');
    expect(read.status).toBe(200);
    expect(read.body.applicant).toMatchObject({ name: '王小明', masked: false });
  });
});
