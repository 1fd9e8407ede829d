import { Outage } from '@yimen/kernel';
import { eventually } from '@yimen/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { accepted, pending, unreachable } from './answer.ts';
import { memoryStates } from './memory-states.ts';
import { imitate, MORNING, movableClocks, runnerOver } from './runner.fixture.ts';
import type { Runner } from './runner.ts';

const running: Runner[] = [];
const run = (runner: Runner): Runner => {
  running.push(runner);
  runner.start();
  return runner;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.stop()));
});

const counted = (now: () => number) => {
  const leases = new Map<string, number>();
  const states = memoryStates(now);
  return {
    states: {
      ...states,
      lease: (system: string, owner: string, leaseMs: number) => {
        leases.set(owner, (leases.get(owner) ?? 0) + 1);
        return states.lease(system, owner, leaseMs);
      },
    },
    lease: (owner = 'runner-1') => leases.get(owner) ?? 0,
  };
};
const status = (imitation: ReturnType<typeof imitate>, dossier: string) => imitation.dossiers.exchange(dossier).status;

describe('a runner with work for a system', () => {
  it('saves the start before anything is sent, and the answer after it', async () => {
    const { clocks } = movableClocks();
    const seals = imitate('L06', clocks);
    seals.want('L06-1');
    seals.answer = async () => {
      expect(seals.dossiers.events('L06-1').map(({ event }) => event)).toEqual(['started']);
      return accepted({ n: 1 });
    };
    run(runnerOver([seals], clocks));
    await eventually(() => status(seals, 'L06-1') === 'accepted');
    expect(seals.dossiers.exchange('L06-1').data).toEqual({ n: 1 });
  });

  it('sends nothing when the start was not saved, tries again later, and does the others meanwhile', async () => {
    const { clocks, advance } = movableClocks();
    const seals = imitate('L06', clocks, { concurrency: 1 });
    const refusedKey = seals.want('L06-0');
    for (let n = 1; n < 5; n++) seals.want(`L06-${n}`);
    let refused = 0;
    const started: typeof seals.dossiers.port.started = async (dossier, ...rest) => {
      if (dossier !== 'L06-0') return seals.dossiers.port.started(dossier, ...rest);
      refused += 1;
      return 'no';
    };
    run(runnerOver([seals], clocks, { port: { ...seals.dossiers.port, started } }));
    await eventually(() => status(seals, 'L06-4') === 'accepted');
    expect(refused).toBe(1);
    advance(5_000);
    await eventually(() => refused === 2);
    expect(seals.sent).not.toContain(refusedKey);
  });

  it('begins at once when nudged, however rarely it sweeps', async () => {
    const { clocks } = movableClocks();
    const seals = imitate('L06', clocks);
    const runner = run(runnerOver([seals], clocks, { sweepMs: 3_600_000 }));
    seals.want('L06-1');
    runner.nudge('L06');
    await eventually(() => status(seals, 'L06-1') === 'accepted');
  });

  it('keeps no more calls under way than the system bears, and does all', async () => {
    const { clocks } = movableClocks();
    const seals = imitate('L06', clocks, { concurrency: 3 });
    for (let n = 0; n < 40; n++) seals.want(`L06-${n}`);
    seals.answer = () => new Promise((resolve) => setImmediate(() => resolve(accepted({}))));
    run(runnerOver([seals], clocks));
    await eventually(() => seals.sent.length === 40 && status(seals, 'L06-39') === 'accepted');
    expect(seals.mostAtOnce).toBe(3);
    expect(new Set(seals.sent).size).toBe(40);
  });

  it('gives to a human what our own data cannot say, and sends nothing', async () => {
    const { clocks } = movableClocks();
    const seals = imitate('L06', clocks);
    seals.want('L06-1', { word: 7 });
    run(runnerOver([seals], clocks));
    await eventually(() => status(seals, 'L06-1') === 'needs-review');
    expect(seals.dossiers.exchange('L06-1').detail).toBe('our own data does not fit: word: invalid_type');
    expect(seals.sent).toEqual([]);
  });

  it('saves an answer late when the store is away for a moment', async () => {
    const { clocks } = movableClocks();
    const seals = imitate('L06', clocks);
    seals.want('L06-1');
    let away = 2;
    const answered: typeof seals.dossiers.port.answered = (...report) => {
      if (away-- > 0) return Promise.reject(new Outage('the store is away'));
      return seals.dossiers.port.answered(...report);
    };
    run(runnerOver([seals], clocks, { port: { ...seals.dossiers.port, answered } }));
    await eventually(() => status(seals, 'L06-1') === 'accepted');
    expect(seals.sent).toHaveLength(1);
  });

  it('lets its calls end before it has stopped', async () => {
    const { clocks } = movableClocks();
    const seals = imitate('L06', clocks);
    seals.want('L06-1');
    let finish = (): void => {};
    seals.answer = () => new Promise((resolve) => (finish = () => resolve(accepted({}))));
    const runner = runnerOver([seals], clocks);
    runner.start();
    await eventually(() => seals.sent.length === 1);
    const stopped = runner.stop();
    finish();
    await stopped;
    expect(status(seals, 'L06-1')).toBe('accepted');
  });
});

describe('a system with rules of its own', () => {
  it('is left alone while closed; what is wanted waits and goes out when it opens', async () => {
    const { clocks, advance, toBusiness } = movableClocks();
    const insurance = imitate('L01', clocks, { hours: { open: '07:00', close: '22:00' } });
    toBusiness(MORNING + 14 * 3_600_000);
    insurance.want('L01-1');
    const counter = counted(clocks.system);
    run(runnerOver([insurance], clocks, { states: counter.states }));
    for (let n = 1; n <= 3; n++) {
      await eventually(() => counter.lease() >= n);
      advance(2_000);
    }
    expect([insurance.sent, status(insurance, 'L01-1')]).toEqual([[], 'wanted']);
    toBusiness(MORNING + 22 * 3_600_000);
    await eventually(() => status(insurance, 'L01-1') === 'accepted');
  });

  it('gets no more calls a business day than its quota', async () => {
    const { clocks, toBusiness } = movableClocks();
    const seals = imitate('L06', clocks, { quotaPerDay: 3 });
    for (let n = 0; n < 5; n++) seals.want(`L06-${n}`);
    const runner = run(runnerOver([seals], clocks));
    await eventually(() => seals.sent.length === 3 && status(seals, 'L06-2') === 'accepted');
    runner.nudge();
    expect(seals.sent).toHaveLength(3);
    toBusiness(MORNING + 24 * 3_600_000);
    await eventually(() => seals.sent.length === 5);
  });

  it('is not called before the pause that it asked for has passed', async () => {
    const { clocks, advance } = movableClocks();
    const seals = imitate('L06', clocks, { concurrency: 1 });
    seals.want('L06-1');
    seals.want('L06-2');
    seals.answer = async () => unreachable('status 429', { retryAfterMs: 30_000 });
    const runner = run(runnerOver([seals], clocks));
    await eventually(() => seals.dossiers.exchange('L06-1').failures === 1);
    advance(29_000);
    runner.nudge();
    expect(seals.sent).toHaveLength(1);
    seals.answer = async () => accepted({});
    advance(1_001);
    await eventually(() => status(seals, 'L06-1') === 'accepted' && status(seals, 'L06-2') === 'accepted');
    expect(seals.pings).toBe(0);
  });

  it('that has the business and says "later" is polled; polls without news leave no trace in the dossier', async () => {
    const { clocks, advance } = movableClocks();
    const register = imitate('L21', clocks);
    register.want('L21-1');
    register.answer = async () => pending(10_000, 'SCDJ1');
    register.status = async () => pending(10_000, 'SCDJ1');
    run(runnerOver([register], clocks));
    await eventually(() => status(register, 'L21-1') === 'pending');
    for (let n = 1; n <= 3; n++) {
      advance(10_000);
      await eventually(() => register.dossiers.polls('L21-1')?.polls === n);
    }
    expect(register.dossiers.events('L21-1').map(({ event }) => event)).toEqual(['started', 'answered']);
    register.status = async () => accepted({});
    advance(10_000);
    await eventually(() => status(register, 'L21-1') === 'accepted');
  });
});

describe('a system that is dead', () => {
  it('is left alone after five failures, pinged, and given its backlog when it lives again', async () => {
    const { clocks, advance } = movableClocks();
    const seals = imitate('L06', clocks, { concurrency: 1 });
    for (let n = 0; n < 20; n++) seals.want(`L06-${n}`);
    seals.answer = async () => unreachable('ECONNREFUSED');
    seals.alive = false;
    const states = memoryStates(clocks.system);
    run(runnerOver([seals], clocks, { states }));
    await eventually(async () => (await states.read('L06')).circuit.circuit === 'open');
    expect(seals.sent).toHaveLength(5);
    for (let n = 1; n <= 3; n++) {
      advance(20_000);
      await eventually(() => seals.pings === n);
    }
    expect(seals.sent).toHaveLength(5);

    seals.alive = true;
    seals.answer = async () => accepted({});
    advance(20_000);
    await eventually(() =>
      Array.from({ length: 20 }, (_, n) => status(seals, `L06-${n}`)).every((one) => one === 'accepted'),
    );
    expect((await states.read('L06')).circuit).toEqual({ circuit: 'closed', failures: 0 });
  });

  it('holds up nothing but itself, even when its calls never end', async () => {
    const { clocks } = movableClocks();
    const dead = imitate('L01', clocks);
    const alive = imitate('L06', clocks);
    for (let n = 0; n < 30; n++) {
      dead.want(`L01-${n}`);
      alive.want(`L06-${n}`);
    }
    const endings: (() => void)[] = [];
    dead.answer = () =>
      new Promise((resolve) => endings.push(() => resolve(unreachable('x', { mayHaveLanded: true }))));
    run(runnerOver([dead, alive], clocks));
    await eventually(() =>
      Array.from({ length: 30 }, (_, n) => status(alive, `L06-${n}`)).every((one) => one === 'accepted'),
    );
    expect(dead.sent).toHaveLength(2);
    for (const end of endings) end();
  });

  it('may be switched off by hand, and is not touched until it is switched on', async () => {
    const { clocks, advance } = movableClocks();
    const seals = imitate('L06', clocks);
    const counter = counted(clocks.system);
    await counter.states.setSwitch('L06', { since: '2026-03-02T01:30:00.000Z', by: 'operator', reason: '检修' });
    seals.want('L06-1');
    run(runnerOver([seals], clocks, { states: counter.states }));
    await eventually(() => counter.lease() >= 1);
    advance(2_000);
    await eventually(() => counter.lease() >= 2);
    expect([seals.sent, seals.pings]).toEqual([[], 0]);
    await counter.states.setSwitch('L06', undefined);
    advance(2_000);
    await eventually(() => status(seals, 'L06-1') === 'accepted');
  });
});

describe('a runner that died in the middle of a call', () => {
  it('is followed by one that asks first, and takes the answer that it finds', async () => {
    const { clocks, advance } = movableClocks();
    const seals = imitate('L06', clocks);
    const key = seals.want('L06-1');
    await seals.dossiers.port.started('L06-1', 'x', new Date(clocks.system()).toISOString());
    run(runnerOver([seals], clocks, { owner: 'runner-2' }));
    advance(10_999);
    expect(seals.asked).toEqual([]);
    advance(1);
    await eventually(() => status(seals, 'L06-1') === 'accepted');
    expect([seals.asked, seals.sent]).toEqual([[key], []]);
  });
});

describe('two runners of one service', () => {
  it('submit each exchange once; the second takes over when the first is gone', async () => {
    const { clocks } = movableClocks();
    const seals = imitate('L06', clocks);
    const counter = counted(clocks.system);
    const first = runnerOver([seals], clocks, { states: counter.states, owner: 'runner-1' });
    first.start();
    await eventually(() => counter.lease() >= 1);
    run(runnerOver([seals], clocks, { states: counter.states, owner: 'runner-2' }));
    for (let n = 0; n < 10; n++) seals.want(`L06-${n}`);
    await eventually(() => seals.sent.length === 10 && status(seals, 'L06-9') === 'accepted');
    await first.stop();
    seals.want('L06-10');
    await eventually(() => status(seals, 'L06-10') === 'accepted');
    expect(new Set(seals.sent).size).toBe(11);
    expect(seals.sent).toHaveLength(11);
  });

  it('bear together no more than the system does, however long its calls last, also while the first one stops', async () => {
    const { clocks, advance } = movableClocks();
    const slow = imitate('L01', clocks, { concurrency: 2, callMs: 60_000 });
    for (let n = 0; n < 6; n++) slow.want(`L01-${n}`);
    const endings: (() => void)[] = [];
    slow.answer = () => new Promise((resolve) => endings.push(() => resolve(accepted({}))));
    const counter = counted(clocks.system);
    const first = runnerOver([slow], clocks, { states: counter.states, owner: 'runner-1' });
    first.start();
    await eventually(() => slow.sent.length === 2);
    run(runnerOver([slow], clocks, { states: counter.states, owner: 'runner-2' }));
    const pass = async () => {
      for (let i = 0; i < 6; i++) {
        const [own, others] = [counter.lease('runner-1'), counter.lease('runner-2')];
        advance(2_000);
        await eventually(() => counter.lease('runner-1') > own && counter.lease('runner-2') > others + 1);
      }
    };
    await pass();
    expect(slow.sent).toHaveLength(2);
    const stopped = first.stop();
    await pass();
    expect(slow.sent).toHaveLength(2);
    for (const end of endings.splice(0)) end();
    await stopped;
    await eventually(() => slow.sent.length === 4);
    expect(slow.mostAtOnce).toBe(2);
    for (const end of endings.splice(0)) end();
    await eventually(() => slow.sent.length === 6);
    for (const end of endings.splice(0)) end();
  });

  it('leave the circuit to the one that holds the lease', async () => {
    const { clocks, advance } = movableClocks();
    const slow = imitate('L01', clocks, { concurrency: 5, callMs: 60_000 });
    for (let n = 0; n < 5; n++) slow.want(`L01-${n}`);
    const endings: (() => void)[] = [];
    slow.answer = () => new Promise((resolve) => endings.push(() => resolve(unreachable('x'))));
    const states = memoryStates(clocks.system);
    run(runnerOver([slow], clocks, { states, owner: 'runner-1', sweepMs: 3_600_000 }));
    await eventually(() => slow.sent.length === 5);
    advance(10_000);
    expect(await states.lease('L01', 'runner-2', 10_000)).toBeDefined();
    for (const end of endings) end();
    await eventually(() =>
      Array.from({ length: 5 }, (_, n) => status(slow, `L01-${n}`)).every((one) => one === 'wanted'),
    );
    expect((await states.read('L01')).circuit).toEqual({ circuit: 'closed', failures: 0 });
  });

  it('submit each exchange once even when both believe that they hold the lease', async () => {
    const { clocks } = movableClocks();
    const seals = imitate('L06', clocks);
    for (let n = 0; n < 25; n++) seals.want(`L06-${n}`);
    run(runnerOver([seals], clocks, { owner: 'runner-1' }));
    run(runnerOver([seals], clocks, { owner: 'runner-2' }));
    await eventually(() =>
      Array.from({ length: 25 }, (_, n) => status(seals, `L06-${n}`)).every((one) => one === 'accepted'),
    );
    expect(seals.sent).toHaveLength(25);
  });
});
