import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { quietDriver } from './quiet-driver.ts';

type Queue = {
  readonly throttleCheckTimeoutId: unknown;
  readonly push: (request: object) => void;
  readonly fulfillRequest: (response: object) => void;
  readonly maybeThrottle: (ms: number) => void;
  readonly destroy: () => void;
};
const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (
  options: object,
) => Queue;

const setUp = () => {
  quietDriver();
  const log = { debug: () => undefined, warn: () => undefined };
  const queue = new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'c',
    broker: 'b',
    logger: log,
    isConnected: () => true,
  });
  const sent: number[] = [];
  const answered: number[] = [];
  return {
    queue,
    sent,
    answered,
    ask: (correlationId: number) =>
      queue.push({
        entry: { correlationId, resolve: () => answered.push(correlationId), reject: () => undefined },
        expectResponse: true,
        sendRequest: () => sent.push(correlationId),
      }),
    answer: (correlationId: number) => queue.fulfillRequest({ correlationId, payload: null, size: 0 }),
  };
};

describe('a connection of the driver', () => {
  it('arms no timer while nothing waits', () => {
    const { queue, ask, answer, answered } = setUp();
    ask(1);
    answer(1);
    expect(answered).toEqual([1]);
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('still looks after what waits, behind another request or because the broker slows it down', () => {
    const { queue, ask, answer, sent } = setUp();
    ask(1);
    ask(2);
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    answer(1);
    expect(sent).toEqual([1, 2]);
    queue.destroy();
    answer(2);
    queue.maybeThrottle(60_000);
    ask(3);
    expect(sent).toEqual([1, 2]);
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    queue.destroy();
  });
});
