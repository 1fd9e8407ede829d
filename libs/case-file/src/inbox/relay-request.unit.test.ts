import { describe, expect, it } from 'vitest';
import { relayRequest } from './relay-request.ts';

describe('a request to relay again', () => {
  it('goes from who misses to who owes, under the case, whoever of the two the case is', () => {
    const about = { caseId: 'c', id: 'i', time: '2026-03-02T01:30:00.000Z' };
    for (const [source, target] of [
      ['c.seal', 'c'],
      ['c', 'c.seal'],
    ] as const) {
      const { topic, key, value } = relayRequest('t', { source, target, from: 3 }, about);
      expect([topic, key]).toEqual(['t', 'c']);
      expect(JSON.parse(value)).toMatchObject({
        id: 'i',
        type: 'relay.requested',
        source: target,
        target: source,
        subject: 'c',
        sequence: 0,
        entryhash: '',
        data: { source, target, from: 3 },
      });
    }
  });
});
