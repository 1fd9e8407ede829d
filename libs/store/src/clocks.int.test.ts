import { createLine, eventually, servers, uniqueDatabase } from '@yimen/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BusinessClock,
  connectStore,
  DEMO_START,
  openBusinessClock,
  openSystemClock,
  type Store,
} from './index.ts';

const DAY_MS = 86_400_000;
const SYSTEM_START = Date.UTC(2026, 10, 21);

let store: Store;
let system: number;
const open: BusinessClock[] = [];
const clock = async (mode: 'demo' | 'real', at: Store = store) => {
  const opened = await openBusinessClock({ store: at, mode, systemNow: () => system, pollMs: 10 });
  open.push(opened);
  return opened;
};

beforeEach(async () => {
  system = SYSTEM_START;
  store = await connectStore({ url: servers.mongodbUrl, database: uniqueDatabase('clock') });
});
afterEach(async () => {
  for (const it of open.splice(0)) it.close();
  await store.db.dropDatabase();
  await store.close();
});

describe('the business clock of an empty demo store', () => {
  it('starts on Monday 2026-03-02 at 09:30 in Shanghai, and runs with the system', async () => {
    const { now } = await clock('demo');
    expect(new Date(now()).toISOString()).toBe('2026-03-02T01:30:00.000Z');
    system += 5_000;
    expect(now()).toBe(DEMO_START + 5_000);
  });

  it('is the same for all processes that open it at once', async () => {
    const clocks = await Promise.all(Array.from({ length: 8 }, () => clock('demo')));
    expect(new Set(clocks.map(({ now }) => now())).size).toBe(1);
  });
});

describe('an advance', () => {
  it('reaches every process', async () => {
    const [one, other] = [await clock('demo'), await clock('demo')];
    expect(await one.advance(DAY_MS)).toBe(DEMO_START + DAY_MS);
    await eventually(() => other.now() === DEMO_START + DAY_MS);
  });

  it('counts in full when two are made at once', async () => {
    const [one, other] = [await clock('demo'), await clock('demo')];
    await Promise.all([one.advance(DAY_MS), other.advance(DAY_MS)]);
    await one.refresh();
    expect(one.now()).toBe(DEMO_START + 2 * DAY_MS);
  });

  it('to an instant does nothing when that is past', async () => {
    const { advanceTo } = await clock('demo');
    expect(await advanceTo(DEMO_START + DAY_MS)).toBe(DEMO_START + DAY_MS);
    expect(await advanceTo(DEMO_START)).toBe(DEMO_START + DAY_MS);
  });

  it('never goes backwards', async () => {
    const { advance } = await clock('demo');
    expect(() => advance(-1)).toThrow(/forward/);
    expect(() => advance(Number.NaN)).toThrow(/forward/);
  });
});

describe('a restart', () => {
  it('goes on where time would be by now', async () => {
    const first = await clock('demo');
    await first.advance(DAY_MS);
    first.close();
    system += 3_600_000;
    expect((await clock('demo')).now()).toBe(DEMO_START + DAY_MS + 3_600_000);
  });
});

describe('a system clock that is set back', () => {
  it('stops business time until it has caught up, rather than turning it', async () => {
    const { now } = await clock('demo');
    system += 1_000;
    expect(now()).toBe(DEMO_START + 1_000);
    system -= 5_000;
    expect(now()).toBe(DEMO_START + 1_000);
  });
});

describe('the business clock on the wall clock', () => {
  it('is the system clock and cannot be advanced', async () => {
    const { now, advance } = await clock('real');
    expect(now()).toBe(SYSTEM_START);
    await expect(advance(1)).rejects.toThrow(/cannot be advanced/);
  });

  it('goes forward to it from a demo store that is behind', async () => {
    await clock('demo');
    expect((await clock('real')).now()).toBe(SYSTEM_START);
  });

  it('does not open a demo store that is ahead', async () => {
    const { advance } = await clock('demo');
    await advance(1_000 * DAY_MS);
    await expect(clock('real')).rejects.toThrow(/ahead of the wall clock/);
  });
});

describe('a poll that fails', () => {
  it('leaves the last known offset in use and is counted', async () => {
    const url = new URL(servers.mongodbUrl);
    const line = await createLine({ host: url.hostname, port: Number(url.port || 27017) });
    const far = await connectStore({
      url: `mongodb://${line.host}:${line.port}/?directConnection=true`,
      database: store.database,
      selectionMs: 200,
    });
    const { now, failedPolls } = await clock('demo', far);
    line.cut();
    await eventually(() => failedPolls() > 0);
    expect(now()).toBe(DEMO_START);
    line.mend();
    await eventually(() => failedPolls() === 0);
    for (const it of open.splice(0)) it.close();
    await far.close();
    await line.close();
  });
});

describe('the clock of a process', () => {
  const TOLERANCE_MS = 1_000; // of a starved machine

  it('is the database’s, however wrong the machine’s is, which is then not right', async () => {
    const slow = () => Date.now() - 10_000;
    const clock = await openSystemClock(store, { machine: slow, onMissed: () => {} });
    expect(clock.isRight()).toBe(false);
    expect(Math.abs(Date.now() - clock.now())).toBeLessThan(TOLERANCE_MS);
    clock.close();
  });

  it('does not follow a machine whose clock jumps, and says that it is not right until it is back', async () => {
    const honest = Date.now;
    let jumpMs = 0;
    Date.now = () => honest() + jumpMs;
    try {
      const clock = await openSystemClock(store, { machine: () => Date.now(), onMissed: () => {} });
      expect(clock.isRight()).toBe(true);
      jumpMs = 3_600_000;
      expect(Math.abs(honest() - clock.now())).toBeLessThan(TOLERANCE_MS);
      expect(clock.isRight()).toBe(false);
      jumpMs = 0;
      expect(clock.isRight()).toBe(true);
      clock.close();
    } finally {
      Date.now = honest;
    }
  });
});
