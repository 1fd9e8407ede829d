import { describe, expect, it } from 'vitest';
import { fileFor, openOffice, renameTo } from '../testing/office.ts';
import { type Channel, createSharedWatch } from './shared-watch.ts';

/** Longer than any test runs, and than a process looks for itself. */
const NEVER_MS = 600_000;

/** A line between processes that can be cut. */
const openLine = () => {
  const listeners = new Set<Parameters<Channel['subscribe']>[1]>();
  const said: string[] = [];
  let connected = true;
  const channel: Channel = {
    publish: async (_, text) => {
      if (!connected) return;
      said.push(text);
      for (const { heard } of listeners) heard(text);
    },
    subscribe: async (_, listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    health: () => ({ connected }),
  };
  const mend = () => {
    connected = true;
    for (const { resumed } of listeners) resumed();
  };
  return {
    channel,
    said,
    cut: () => {
      connected = false;
    },
    mend,
  };
};

const setUp = async () => {
  const line = openLine();
  const here = openOffice();
  const there = openOffice({ name: 'b', memory: here.memory });
  const watch = await createSharedWatch(here.files, line.channel, 'here');
  const other = await createSharedWatch(there.files, line.channel, 'there');
  await here.files.handle('p1', fileFor('A'), { id: 'k1' }, { create: true });
  const title = (wanted: string, waitMs = NEVER_MS) =>
    watch.until('p1', (file) => file?.state.title === wanted, { waitMs, signal: new AbortController().signal });
  return { line, there, title, close: () => [watch, other].forEach((one) => void one.close()) };
};

describe('one who waits for a file that another process writes', () => {
  it('is told by it, and need not look', async () => {
    const { line, there, title, close } = await setUp();
    const seen = title('B');
    await there.files.handle('p1', renameTo('B'), { id: 'k2' });
    expect((await seen)?.state.title).toBe('B');
    expect(line.said).toContain('there p1');
    close();
  });

  it('looks again when words may have been lost', async () => {
    const { line, there, title, close } = await setUp();
    const seen = title('B');
    line.cut();
    await there.files.handle('p1', renameTo('B'), { id: 'k2' });
    line.mend();
    expect((await seen)?.state.title).toBe('B');
    close();
  });
});
