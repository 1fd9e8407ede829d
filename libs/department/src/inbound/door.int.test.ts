import { connect } from 'node:net';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { openCounter, WORD } from '../testing/counter.fixture.ts';

const counter = openCounter();
const { ask, officer, push } = counter;

/** Sends a request with so many bytes of body, then asks `/live` on the same connection; the status of both answers. */
const sent = (head: string, bytes: number): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(counter.stage.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve([...text.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status = '']) => status)));
    socket.write(head);
    socket.write(Buffer.alloc(bytes, ' '));
    socket.write('GET /live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  });

describe('what comes to the inbound door', () => {
  it('is refused in the system’s words when it is not the system’s, and nothing is kept', async () => {
    const response = await supertest(counter.stage.url)
      .post('/inbound/L99')
      .set('x-word', 'wrong')
      .send({ event: 'forged' });
    expect(response.status).toBe(401);
    const { body } = await ask('get', '/arrivals?limit=100', { as: await officer('li') });
    expect(body.arrivals.some(({ id }: { id: string }) => id === 'L99:forged')).toBe(false);
  });

  it('is kept in plain sight when nobody can read it', async () => {
    await push({ step: 'nonsense' }).expect(200);
    const { body } = await ask('get', '/arrivals?status=unreadable', { as: await officer('li') });
    expect(body.arrivals[0]).toMatchObject({ system: 'L99', status: 'unreadable', reason: 'shape' });
  });

  it('is too large beyond its limit, and unknown for a system that is not ours', async () => {
    const large = await supertest(counter.stage.url)
      .post('/inbound/L99')
      .set('x-word', WORD)
      .send({ word: 'x'.repeat(1_100_000) });
    expect(large.status).toBe(413);
    expect((await sent(`POST /inbound/L99 HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n`, 5_000_000))[1]).toBe(
      '200',
    );
    expect((await supertest(counter.stage.url).post('/inbound/L98').send({})).status).toBe(404);
  });
});
