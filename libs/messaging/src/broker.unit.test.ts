import { Outage } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { connectBroker } from './broker.ts';

/** A broker that nobody listens for: port 1 is never given out. */
const nowhere = () => connectBroker({ brokers: ['127.0.0.1:1'], clientId: 'unit', connectMs: 200 });

describe('administration of brokers that are away', () => {
  it('is an outage', async () => {
    await expect(nowhere().administer((admin) => admin.listTopics())).rejects.toBeInstanceOf(Outage);
  });
});
