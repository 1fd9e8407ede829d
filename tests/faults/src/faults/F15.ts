import { setTimeout as pause } from 'node:timers/promises';
import { databaseOf, GATEWAY, SERVICES, type ServiceName, trafficOf } from '@yimen/local';
import { connectBroker, placeGroup } from '@yimen/messaging';
import { connectStore } from '@yimen/store';
import type { Stage } from '../platform/stage.ts';
import type { Fault } from './fault.ts';

/** Everything that was ever told is read once more, what is only read from it is built anew: the same state, and not one effect outside again. */
export const F15: Fault = {
  name: 'F15',
  title: 'consumer groups reset to the earliest message, read models rebuilt',
  companies: 0.6,
  convergeMs: 90_000, // everybody was away for a quarter of a minute, and came back cold to all who had waited
  strike: async ({ stage, length, say, healed }) => {
    const { stack } = stage;
    await pause(6_000 * length);
    await Promise.all(SERVICES.map((service) => stack.kill(service)));
    for (const service of SERVICES) await readAgain(stage, service);
    await forgetReadModels(stage);
    say('all groups begin again');
    await Promise.all(SERVICES.map((service) => stack.restart(service)));
    healed();
    await pause(4_000 * length);
  },
};

/** The processes of a service, which are away, will read all that they hear from the first message on. */
export const readAgain = async ({ stack }: Stage, service: ServiceName): Promise<void> => {
  const broker = connectBroker({ brokers: stack.urls.kafkaBrokers, clientId: 'harness' });
  const { group, hears } = trafficOf(service);
  await placeGroup(broker, group, hears, {}); // what is not named is read from its beginning
};

/** The catalogue is what the gateway reads from the topic of items; it has no other model that is only read. */
const forgetReadModels = async ({ stack }: Stage): Promise<void> => {
  const store = await connectStore({ url: stack.urls.mongodb, database: databaseOf(GATEWAY) });
  try {
    const { deletedCount } = await store.collection('publications').deleteMany({});
    if (deletedCount === 0) throw new Error('There was no catalogue to forget.');
  } finally {
    await store.close();
  }
};
