import { Outage } from '@yimen/kernel';
import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { brokerFailure, connectBroker } from './broker.ts';

/** A broker that nobody listens for: port 1 is never given out. */
const nowhere = () => connectBroker({ brokers: ['127.0.0.1:1'], clientId: 'unit', connectMs: 200 });

describe('administration of brokers that are away', () => {
  it('is an outage', async () => {
    await expect(nowhere().administer((admin) => admin.listTopics())).rejects.toBeInstanceOf(Outage);
  });
});

/** What the broker answers, as the driver throws it. */
const answered = (type: string) =>
  new kafkajs.KafkaJSProtocolError(Object.assign(new Error(type), { type, retriable: false }));

/** As the driver wraps it when it has tried, or would not try, again. */
const wrapped = (error: Error) => {
  const exceeded = new kafkajs.KafkaJSNumberOfRetriesExceeded(error, { retryCount: 3, retryTime: 100 });
  return Object.assign(new kafkajs.KafkaJSNonRetriableError(exceeded), { cause: exceeded });
};

describe('a failure of the driver', () => {
  it.each([
    'TOPIC_AUTHORIZATION_FAILED',
    'GROUP_AUTHORIZATION_FAILED',
    'CLUSTER_AUTHORIZATION_FAILED',
    'INVALID_TOPIC_EXCEPTION',
    'MESSAGE_TOO_LARGE',
    'INVALID_RECORD',
  ])('that is a refusal of the broker comes as it is: %s', (type) => {
    const refusal = answered(type);
    expect(brokerFailure(refusal)).toBe(refusal);
    expect(brokerFailure(wrapped(refusal))).toBe(refusal);
  });

  it.each([
    'UNKNOWN',
    'UNKNOWN_TOPIC_OR_PARTITION',
    'NOT_LEADER_FOR_PARTITION',
    'REQUEST_TIMED_OUT',
    'BROKER_NOT_AVAILABLE',
    'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
    'ILLEGAL_GENERATION',
    'REBALANCE_IN_PROGRESS',
  ])('that may be over when another broker leads is an outage: %s', (type) => {
    expect(brokerFailure(answered(type))).toBeInstanceOf(Outage);
    expect(brokerFailure(wrapped(answered(type)))).toBeInstanceOf(Outage);
  });

  it('that says nothing of the kind is an outage with its cause, and an outage stays itself', () => {
    const gone = new Error('gone');
    const outage = brokerFailure(gone);
    expect(outage).toBeInstanceOf(Outage);
    expect(outage.cause).toBe(gone);
    expect(brokerFailure(outage)).toBe(outage);
  });
});
