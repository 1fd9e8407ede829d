import { connectBroker, lagOf } from '@yimen/messaging';
import { eventually } from '@yimen/testing';

/** A consumer group and what it listens to. */
export interface Listener {
  readonly group: string;
  readonly topics: readonly string[];
}

const PATIENCE = { tries: 240, pauseMs: 500 };
/** What one hears may make it speak, and then others have something to hear: quiet is what stays quiet. */
const LOOKS = 3;

/** Resolves when all of them have heard everything that their topics hold, and nobody has said more since. */
export const untilHeard = async (brokers: readonly string[], listeners: readonly Listener[]): Promise<void> => {
  const broker = connectBroker({ brokers, clientId: 'journeys-listeners' });
  let quiet = 0;
  await eventually(async () => {
    const lags = await Promise.all(listeners.map(({ group, topics }) => lagOf(broker, group, topics)));
    quiet = lags.every(({ total }) => total === 0) ? quiet + 1 : 0;
    return quiet >= LOOKS;
  }, PATIENCE);
};
