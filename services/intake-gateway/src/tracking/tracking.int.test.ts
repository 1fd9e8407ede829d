import { formatCaseNumber } from '@yimen/identifiers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { paper } from '../fixtures/people.fixture.ts';
import { TRIES_PER_ADDRESS, TRIES_PER_NUMBER } from './attempts.ts';

let gateway: TestGateway;
let behind: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
  behind = await openGateway({ settings: { TRUSTED_PROXIES: ['127.0.0.1', '::1'] } });
});
afterAll(async () => {
  await behind.close();
  await gateway.close();
});

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

describe('one address that tries many numbers', () => {
  let serial = 0;
  const from = async (door: TestGateway, forwarded: string): Promise<number> => {
    const number = formatCaseNumber({ division: '440604', year: 2026, serial: ++serial });
    const body = { number, password: '00000000' };
    return (await door.ask('post', '/tracking', { body, headers: { 'x-forwarded-for': forwarded } })).status;
  };

  it('behind a trusted proxy is the client, and others behind it go on', async () => {
    for (let i = 0; i < TRIES_PER_ADDRESS; i++) expect(await from(behind, '203.0.113.7')).toBe(404);
    expect(await from(behind, '203.0.113.7')).toBe(429);
    expect(await from(behind, '198.51.100.1, 203.0.113.7')).toBe(429); // what a client adds itself changes nothing
    expect(await from(behind, '203.0.113.8')).toBe(404);
  });

  it('is the one of the connection when no proxy is trusted', async () => {
    const statuses = [];
    for (let i = 0; i <= TRIES_PER_ADDRESS; i++) statuses.push(await from(gateway, `203.0.113.${i}`));
    expect(statuses).toContain(429);
  });
});
