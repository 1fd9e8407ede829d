import { setTimeout as pause } from 'node:timers/promises';
import { branchesTopic, domains, dossiersTopic } from '@yimen/contracts';
import { connectBroker, rewindGroup } from '@yimen/messaging';
import type { Fault } from './fault.ts';

/** Everything that was ever told is read once more: the same state, and not one effect outside again. */
export const F15: Fault = {
  name: 'F15',
  title: 'consumer groups reset to the earliest message',
  companies: 0.6,
  convergeMs: 90_000, // everybody was away for a quarter of a minute, and came back cold to all who had waited
  strike: async ({ stage: { stack }, length, say, healed }) => {
    await pause(6_000 * length);
    const broker = connectBroker({ brokers: stack.urls.kafkaBrokers, clientId: 'harness' });
    await Promise.all([stack.kill('intake-gateway'), ...domains.map((domain) => stack.kill(domain))]);
    await pause(SESSION_MS); // a group with members cannot be reset
    await rewindGroup(broker, 'intake_gateway-dossiers', domains.map(dossiersTopic), 0);
    for (const domain of domains) {
      const topic = branchesTopic(domain);
      await rewindGroup(broker, `department.${topic}`, [topic], 0);
    }
    say('all groups begin again');
    await Promise.all([stack.restart('intake-gateway'), ...domains.map((domain) => stack.restart(domain))]);
    healed();
    await pause(4_000 * length);
  },
};

/** So long a killed member still counts. */
const SESSION_MS = 11_000;
