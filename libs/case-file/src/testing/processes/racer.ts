import { connectStore } from '@yimen/store';
import { createCaseFiles, createNonces } from '../../door/case-files.ts';
import { createMongoStore } from '../../store/mongo/mongo-store.ts';
import { MORNING, officer, permit } from '../permit.ts';

/** What a racing process is told, as JSON in its first argument. */
export interface Race {
  readonly url: string;
  readonly database: string;
  readonly name: string;
  readonly documents: number;
  readonly commands: number;
  /** Commands under way at once. */
  readonly lanes: number;
}

/** What it reports, as JSON on one line. */
export interface Raced {
  readonly endorsed: readonly (readonly [document: string, department: string])[];
  readonly refused: number;
  readonly revisionMismatches: number;
}

const race = JSON.parse(process.argv[2] ?? '{}') as Race;
const store = await connectStore({ url: race.url, database: race.database });
const files = createCaseFiles({
  aggregate: permit,
  store: await createMongoStore(store, permit.name),
  nonces: createNonces(`${race.name}-${process.pid}`),
  clocks: { business: () => 0, system: () => performance.now() },
  limits: { commandTimeoutMs: 60_000 },
});
const by = { actor: officer, at: MORNING } as const;
const endorsed: [string, string][] = [];
let refused = 0;
let revisionMismatches = 0;

const lane = async (first: number): Promise<void> => {
  for (let i = first; i < race.commands; i += race.lanes) {
    const id = `p${i % race.documents}`;
    await files.handle(id, { step: 'file', title: id, ...by }, { id: `file-${id}` }, { create: true });
    // every other process endorses for the same departments: each of them must count once
    const department = `dep-${i}`;
    const outcome = await files.handle(id, { step: 'endorse', department, ...by }, { id: `${race.name}-${i}` });
    if ('refusal' in outcome) refused += 1;
    else endorsed.push([id, department]);
    const stale = await files.handle(
      id,
      { step: 'rename', title: race.name, ...by },
      { id: `${race.name}-r${i}` },
      { ifMatch: 1 },
    );
    if ('refusal' in stale && stale.refusal === 'revision-mismatch') revisionMismatches += 1;
  }
};

await Promise.all(Array.from({ length: race.lanes }, (_, i) => lane(i)));
await store.close();
console.log(JSON.stringify({ endorsed, refused, revisionMismatches } satisfies Raced));
