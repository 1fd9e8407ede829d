import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accepted } from './answer.ts';
import { arrivalOf, type RawArrival, type Received } from './arrival.ts';
import { connectSystem } from './connect.ts';
import { defineAdapter } from './manifest.ts';

const NOW = Date.UTC(2026, 2, 2, 1, 30);
const raw: RawArrival = { method: 'POST', path: '/arrivals/L21', headers: {}, body: Buffer.from('{"n":1}'), now: NOW };
const reply = { status: 200, contentType: 'text/plain', body: '' };
const news: Received = {
  arrival: 'news',
  form: 'rest',
  theirReceipt: 'SCDJ1',
  theirEvent: 'N1',
  answer: accepted({}),
  reply,
};
const store = (received: Received) => arrivalOf('L21', raw, received, '2026-03-02T01:30:00.000Z');

const systemWith = (receive?: () => Received) =>
  connectSystem(
    defineAdapter({
      id: 'L21',
      title: 'x',
      department: 'd',
      mode: 'DIRECT',
      settings: z.object({}),
      limits: { callMs: 1, attempts: 1, concurrency: 1 },
      codes: {},
      capabilities: receive ? { receive } : {},
      ping: async () => {},
    }),
    { settings: {}, clocks: { system: () => NOW, business: () => NOW } },
  );

describe('an arrival', () => {
  it('is the same one when their message comes twice', () => {
    expect(store(news)?.id).toBe('L21:N1');
    expect(store(news)).toEqual(store(news));
  });

  it('without a number of theirs is known by its bytes', () => {
    const { theirEvent: _theirEvent, ...rest } = news;
    expect(store(rest)?.id).toBe(`L21:${store(news)?.digest}`);
  });

  it('that is not theirs is not stored', () => {
    expect(store({ arrival: 'not-theirs', form: 'rest', detail: 'x', reply })).toBeUndefined();
  });

  it('that nobody understands is stored with the reason, and without what to match it by', () => {
    const arrival = store({ arrival: 'unintelligible', form: 'soap', detail: 'state: invalid', reply });
    expect(arrival).toMatchObject({ system: 'L21', form: 'soap', unintelligible: 'state: invalid' });
    expect(arrival).not.toHaveProperty('answer');
  });
});

describe('the door of a system', () => {
  it('is shut for a system that pushes nothing', () => {
    expect(systemWith().receive(raw)).toMatchObject({ arrival: 'not-theirs', reply: { status: 404 } });
  });

  it('does not fall over an adapter that does', () => {
    const system = systemWith(() => {
      throw new TypeError('欧阳震');
    });
    const received = system.receive(raw);
    expect(received).toMatchObject({ arrival: 'not-theirs', reply: { status: 400 } });
    expect(JSON.stringify(received)).not.toContain('欧阳震');
  });
});
