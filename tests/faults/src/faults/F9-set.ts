import { setTimeout as pause } from 'node:timers/promises';
import { connectStore } from '@yimen/store';
import { type Fault, nodesOf } from './fault.ts';
import { alwaysAnswered, cleanRefusalsOnly } from './holds.ts';

const AWAY_MS = 6_000;
const ELECTION_MS = 8_000;

/** The primary steps down and dies: what was acknowledged was with the majority, and stays. */
export const F9set: Fault = {
  name: 'F9-set',
  title: 'MongoDB (three nodes): primary stepped down, then killed',
  servers: 'replica-set',
  convergeMs: 60_000,
  strike: async (scene) => {
    const cluster = nodesOf(scene);
    const { stage, length, say } = scene;
    const url = stage.stack.urls.mongodb;
    const times = Math.max(1, Math.round(2 * length));
    for (let time = 0; time < times; time++) {
      await stepDown(url);
      say('the primary stepped down');
      await pause(ELECTION_MS);
      const node = await primaryOf(url);
      await cluster.kill(node);
      say(`the primary (node ${node}) killed`);
      await pause(AWAY_MS);
      cluster.start(node);
      await cluster.ready();
    }
  },
  alsoHolds: (evidence) => [...alwaysAnswered('F9-set', evidence), ...cleanRefusalsOnly('F9-set', evidence)],
};

const withAdmin = async <T>(
  url: string,
  work: (command: (order: object) => Promise<Record<string, unknown>>) => Promise<T>,
): Promise<T> => {
  const store = await connectStore({ url, database: 'admin', selectionMs: 30_000 });
  try {
    return await work((order) => store.db.command({ ...order }));
  } finally {
    await store.close();
  }
};

/** The connection is cut while it answers: that it was is all there is to know. */
const stepDown = (url: string): Promise<unknown> =>
  withAdmin(url, (command) => command({ replSetStepDown: 20, secondaryCatchUpPeriodSecs: 5, force: true })).catch(
    () => undefined,
  );

const primaryOf = (url: string): Promise<number> =>
  withAdmin(url, async (command) => {
    const { primary, hosts } = await command({ hello: 1 });
    const place = Array.isArray(hosts) ? hosts.indexOf(primary) : -1;
    if (place < 0) throw new Error('There is no primary.');
    return place;
  });
