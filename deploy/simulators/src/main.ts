import type { Clock } from '@yimen/kernel';
import { connectStore, openBusinessClock } from '@yimen/store';
import { type Config, readConfig } from './config.ts';
import { startSimulators } from './simulators.ts';

interface BusinessTime {
  readonly now: Clock;
  readonly close: () => Promise<void>;
}

const businessTime = async (platform: Config['platform']): Promise<BusinessTime> => {
  if (!platform) return { now: Date.now, close: async () => {} };
  const store = await connectStore({ url: platform.url, database: platform.database, appName: 'simulators' });
  const clock = await openBusinessClock({ store, mode: platform.mode, systemNow: Date.now });
  return {
    now: clock.now,
    close: async () => {
      clock.close();
      await store.close();
    },
  };
};

const config = readConfig();
const time = await businessTime(config.platform);
const simulators = await startSimulators({
  settings: config.settings,
  clocks: { system: Date.now, business: time.now },
  port: config.port,
  host: config.host,
  delay: config.delay,
  ...(config.stateDir === undefined ? {} : { stateDir: config.stateDir }),
  ...(config.seed === undefined ? {} : { seed: config.seed }),
});
console.log(JSON.stringify({ message: 'the simulated systems are up', url: simulators.url }));

const stop = async (): Promise<void> => {
  await simulators.close();
  await time.close();
  process.exit(0);
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
