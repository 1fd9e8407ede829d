import { describe, expect, it } from 'vitest';
import { createCaseFiles, createNonces } from '../door/case-files.ts';
import type { CaseFile } from '../entry.ts';
import { createMemory, createMemoryStore } from '../store/memory/memory-store.ts';
import type { CaseStore } from '../store/port.ts';
import { MORNING, officer, type Permit, type PermitCommand, permit } from '../testing/permit.ts';
import { createWatch } from './watch.ts';

/** Longer than any test runs: whoever relies on looking again never ends. */
const NEVER_MS = 600_000;
const file: PermitCommand = { step: 'file', title: 'A', actor: officer, at: MORNING };
const rename = (title: string): PermitCommand => ({ step: 'rename', title, actor: officer, at: MORNING });
const patient = () => ({ waitMs: NEVER_MS, signal: new AbortController().signal });
const isCalled = (title: string) => (seen: CaseFile<Permit> | undefined) => seen?.state.title === title;

let replicas = 0;
const setUp = (memory = createMemory()) => {
  replicas += 1;
  const loads = { count: 0 };
  const honest = createMemoryStore(memory);
  const store: CaseStore = {
    ...honest,
    load: (ids) => {
      loads.count += 1;
      return honest.load(ids);
    },
  };
  const clocks = { business: () => 0, system: () => 0 };
  const files = createCaseFiles({ aggregate: permit, store, nonces: createNonces(`w${replicas}`), clocks });
  return { memory, files, loads, watch: createWatch(files, () => NEVER_MS) };
};

describe('one who waits for a file', () => {
  it('is shown what this process writes, without reading it', async () => {
    const { files, watch, loads } = setUp();
    const seen = watch.until('p1', isCalled('B'), patient());
    await files.handle('p1', file, { id: 'k1' }, { create: true });
    const before = loads.count;
    await files.handle('p1', rename('B'), { id: 'k2' });
    expect((await seen)?.version).toBe(2);
    expect(loads.count).toBe(before);
  });

  it('misses nothing that is written between two looks', async () => {
    const { files, watch } = setUp();
    const ear = watch.listen('p1');
    await files.handle('p1', file, { id: 'k1' }, { create: true });
    expect((await watch.wait('p1', ear, isCalled('A'), patient()))?.version).toBe(1);
    ear.end();
  });

  it('looks for itself when another process has written', async () => {
    const here = setUp();
    const there = setUp(here.memory);
    const seen = here.watch.until('p1', isCalled('A'), patient());
    await there.files.handle('p1', file, { id: 'k1' }, { create: true });
    here.watch.wake('p1');
    expect((await seen)?.version).toBe(1);
  });

  it('looks for itself when both happened, whichever it heard last', async () => {
    const here = setUp();
    const there = setUp(here.memory);
    await here.files.handle('p1', file, { id: 'k1' }, { create: true });
    const ear = here.watch.listen('p1');
    await there.files.handle('p1', rename('B'), { id: 'k2' });
    here.watch.wake('p1');
    await here.files.handle('p1', rename('C'), { id: 'k3' });
    expect(await ear.next(NEVER_MS, patient().signal)).toBeUndefined();
    ear.end();
  });

  it('is let go when nobody waits any more', async () => {
    const { watch } = setUp();
    const gone = new AbortController();
    const seen = watch.until('p1', isCalled('A'), { waitMs: NEVER_MS, signal: gone.signal });
    gone.abort();
    expect(await seen).toBeUndefined();
  });

  it('answers what there is when the watch closes', async () => {
    const { files, watch } = setUp();
    await files.handle('p1', file, { id: 'k1' }, { create: true });
    const ear = watch.listen('p1');
    const next = ear.next(NEVER_MS, patient().signal);
    watch.close();
    expect(await next).toBeUndefined();
  });
});
