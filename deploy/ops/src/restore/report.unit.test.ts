import type { IncomingMessage } from '@yimen/messaging';
import { describe, expect, it } from 'vitest';
import { eventOf } from './ahead.ts';
import { damageOf } from './report.ts';

describe('a restored store', () => {
  it('is sound when every chain holds and the topics can be compared', () => {
    expect(damageOf({ chains: { 'intake-gateway': { files: 3, broken: [] } }, missing: [] })).toEqual([]);
  });

  it('is damaged by every broken history and by every message that its topic holds no more', () => {
    const broken = [{ id: 'c1', n: 4, problem: 'hash' as const }];
    const missing = [{ topic: 'cases.v1', partition: 2, from: '10', to: '17' }];
    expect(damageOf({ chains: { 'intake-gateway': { files: 3, broken } }, missing })).toEqual([
      'the history of c1 in intake-gateway is broken at entry 4',
      'cases.v1/2 holds 10 to 17 no more: what was told there cannot be compared',
    ]);
  });
});

describe('a message on a topic', () => {
  const told = { source: 'c1', target: 'cases.v1', sequence: 1, entryhash: 'h', time: '2026-11-22T04:00:00.000Z' };
  const messageOf = (value: string): IncomingMessage => {
    const place = { topic: 'cases.v1', partition: 0, offset: '0', key: 'c1', headers: {}, timestamp: 0 };
    return { ...place, value: Buffer.from(value) };
  };

  it('tells an entry when it has all of one', () => {
    expect(eventOf(messageOf(JSON.stringify({ ...told, data: {} })))).toMatchObject(told);
  });

  it('tells none without its parts, whatever they are', () => {
    for (const part of [{ data: null }, { data: 'x' }, { data: {}, sequence: 0 }, { data: {}, entryhash: 7 }])
      expect(eventOf(messageOf(JSON.stringify({ ...told, ...part })))).toBeUndefined();
    for (const text of ['null', '[]', 'no JSON', '']) expect(eventOf(messageOf(text))).toBeUndefined();
  });
});
