import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRequestLength, REQUEST_LIMIT_BYTES, REQUEST_LIMIT_MESSAGES, weigh } from './gathering.ts';

const message = fc.record({ topic: fc.constantFrom('a', 'b', 'c'), bytes: fc.integer({ min: 1, max: 200_000 }) });

const requestsOf = (queue: readonly { topic: string; bytes: number }[]) => {
  const requests: { topic: string; bytes: number }[][] = [];
  const waiting = [...queue];
  while (waiting.length > 0) requests.push(waiting.splice(0, nextRequestLength(waiting)));
  return requests;
};

describe('messages gathered into requests', () => {
  it('are all sent, in order', () => {
    fc.assert(
      fc.property(fc.array(message), (queue) => {
        expect(requestsOf(queue).flat()).toEqual(queue);
      }),
    );
  });

  it('never exceed the limit of a topic in one request', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 50 }), (queue) => {
        for (const request of requestsOf(queue)) {
          for (const sum of Map.groupBy(request, ({ topic }) => topic).values()) {
            expect(sum.reduce((total, { bytes }) => total + bytes, 0)).toBeLessThanOrEqual(REQUEST_LIMIT_BYTES);
          }
        }
      }),
    );
  });

  it('are as many as fit', () => {
    const half = REQUEST_LIMIT_BYTES / 2;
    const halves = ['a', 'a', 'b', 'a', 'b'].map((topic) => ({ topic, bytes: half }));
    expect(requestsOf(halves).map(({ length }) => length)).toEqual([3, 2]);
    const small = Array.from({ length: REQUEST_LIMIT_MESSAGES + 1 }, () => ({ topic: 'a', bytes: 1 }));
    expect(requestsOf(small).map(({ length }) => length)).toEqual([REQUEST_LIMIT_MESSAGES, 1]);
  });

  it('go alone when one is larger than a request may be, for the broker to judge', () => {
    const large = { topic: 'a', bytes: REQUEST_LIMIT_BYTES + 1 };
    expect(requestsOf([large, large]).map(({ length }) => length)).toEqual([1, 1]);
  });
});

describe('the weight of a message', () => {
  it('counts bytes, not characters', () => {
    const plain = weigh({ topic: 't', key: 'k', value: 'aa' });
    expect(weigh({ topic: 't', key: 'k', value: '一一' })).toBe(plain + 4);
    expect(weigh({ topic: 't', key: 'k', value: null })).toBe(plain - 2);
    expect(weigh({ topic: 't', key: 'k', value: 'aa', headers: { 原因: 'x' } })).toBeGreaterThan(plain + 6);
  });
});
