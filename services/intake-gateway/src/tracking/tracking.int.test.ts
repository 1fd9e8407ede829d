import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { paper } from '../fixtures/people.fixture.ts';
import { TRIES_PER_NUMBER } from './attempts.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const track = (number: string, password: string) => gateway.ask('post', '/tracking', { body: { number, password } });

describe('tracking without a login', () => {
  it('shows progress for number and password, and nothing personal', async () => {
    const { number, queryPassword } = (await gateway.post('/cases', 'citizen', paper())).body;
    const told = await track(number.replaceAll('-', ' '), queryPassword);
    expect(told.status).toBe(200);
    expect(told.body).toMatchObject({ number, status: 'submitted', receivedOn: '2026-03-02', provisional: true });
    expect(JSON.stringify(told.body)).not.toMatch(/王|4406041990|138|139/);
  });

  it('answers the same whether number or password is wrong, and closes after a few tries', async () => {
    const { number, queryPassword } = (await gateway.post('/cases', 'citizen', paper())).body;
    for (let i = 0; i < TRIES_PER_NUMBER; i++)
      expect((await track(number, '00000000')).body.type).toContain('tracking-unknown');
    const closed = await track(number, queryPassword);
    expect(closed.status).toBe(429);
    expect(Number(closed.headers['retry-after'])).toBeGreaterThan(0);
    expect((await track('440604-2026-9999999-09', '00000000')).status).toBe(422);
  });
});
