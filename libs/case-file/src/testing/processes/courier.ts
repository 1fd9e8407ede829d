import { connectBroker, createPublisher } from '@yimen/messaging';
import { connectStore } from '@yimen/store';
import { createCaseFiles, createNonces } from '../../door/case-files.ts';
import { createRelay } from '../../relay/relay.ts';
import { createMongoStore } from '../../store/mongo/mongo-store.ts';
import type { CaseStore } from '../../store/port.ts';
import { MORNING, officer, permitToldOn } from '../permit.ts';

/** What a courier is told, as JSON in its first argument: it writes one file, then dies where it is told to. */
export interface Errand {
  readonly url: string;
  readonly database: string;
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly id: string;
  readonly target: string;
  readonly dies: 'before-publish' | 'before-mark';
}

const errand = JSON.parse(process.argv[2] ?? '{}') as Errand;
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('It is dead.');
};
const publisher = createPublisher(connectBroker({ brokers: errand.brokers, clientId: 'courier' }));
const honest = await createMongoStore(await connectStore({ url: errand.url, database: errand.database }), 'permit');
const store: CaseStore = errand.dies === 'before-mark' ? { ...honest, mark: die } : honest;
const files = createCaseFiles({
  aggregate: permitToldOn(errand.topic),
  store,
  nonces: createNonces(`courier-${process.pid}`),
  clocks: { business: () => 0, system: () => performance.now() },
});
createRelay({
  files,
  publish: errand.dies === 'before-publish' ? die : publisher.publish,
  subjectOf: ({ id }) => id,
  render: ({ data }) => data,
});
await files.handle(
  errand.id,
  { step: 'file', title: errand.id, tellTo: [errand.target], actor: officer, at: MORNING },
  { id: 'k' },
  { create: true },
);
