import { Outage } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { createHandling, FAULT_LIMIT, type Handling, type HandlingCounts, Poison } from './handling.ts';
import { type IncomingMessage, readJson } from './messages.ts';

const message = (offset: number, text: string, partition = 0): IncomingMessage => ({
  topic: 't',
  partition,
  offset: String(offset),
  key: 'case-1',
  value: Buffer.from(text),
  headers: {},
  timestamp: 0,
});
const slice = (...texts: string[]) => texts.map((text, i) => message(i, text));

const setUp = (onBatch: (events: readonly unknown[]) => void, dead?: () => void) => {
  const counts: HandlingCounts = { messages: 0, batches: 0, dead: 0, outages: 0, faults: 0 };
  const calls: unknown[][] = [];
  const buried: [offset: string, reason: string][] = [];
  const handling: Handling<unknown> = {
    read: readJson,
    onBatch: async (messages) => {
      const events = messages.map(({ event }) => event);
      calls.push(events);
      onBatch(events);
    },
    dead: async ({ offset }, reason) => {
      dead?.();
      buried.push([offset, reason]);
    },
  };
  return { handle: createHandling(handling, counts, undefined), counts, calls, buried };
};

describe('a slice of a partition', () => {
  it('is handled whole, in order', async () => {
    const { handle, calls, counts } = setUp(() => {});
    await handle(slice('1', '2', '3'));
    expect(calls).toEqual([[1, 2, 3]]);
    expect(counts).toMatchObject({ messages: 3, batches: 1, dead: 0, faults: 0 });
  });

  it('goes on without what cannot be read', async () => {
    const { handle, calls, buried } = setUp(() => {});
    await handle(slice('1', '{bad', '3'));
    expect(calls).toEqual([[1, 3]]);
    expect(buried).toEqual([['1', 'unreadable: SyntaxError']]);
  });

  it('goes on without what the reader or the handler calls poison, with the reason that they give', async () => {
    const { handle, calls, buried, counts } = setUp((events) => {
      if (events.includes(2)) throw new Poison('two is taken');
    });
    await handle(slice('1', '2', '3'));
    expect(calls).toEqual([[1, 2, 3], [1], [2], [3]]);
    expect(buried).toEqual([['1', 'two is taken']]);
    expect(counts).toMatchObject({ dead: 1, faults: 0 });
  });

  it('with nothing readable in it is not handled at all', async () => {
    const { handle, calls, buried } = setUp(() => {});
    await handle([{ ...message(0, ''), value: undefined }]);
    expect(calls).toEqual([]);
    expect(buried).toEqual([['0', 'unreadable: Error']]);
  });

  it('comes again when something is away, and nothing of it is put aside', async () => {
    const { handle, calls, buried } = setUp(() => {
      throw new Outage('away');
    });
    for (let i = 0; i < 10; i++) await expect(handle(slice('1', '2'))).rejects.toThrow('away');
    expect(calls).toHaveLength(10);
    expect(buried).toEqual([]);
  });

  it('comes again when its poison could not be put aside', async () => {
    const { handle } = setUp(
      () => {},
      () => {
        throw new Outage('away');
      },
    );
    await expect(handle(slice('{bad'))).rejects.toThrow('away');
  });
});

describe('a message that faults', () => {
  const faulting = (event: unknown) => (events: readonly unknown[]) => {
    if (events.includes(event)) throw new TypeError('a fault of ours');
  };

  it(`is put aside at the ${FAULT_LIMIT}rd time, when all others are done`, async () => {
    const { handle, calls, buried, counts } = setUp(faulting(2));
    for (let i = 1; i < FAULT_LIMIT; i++) await expect(handle(slice('1', '2', '3'))).rejects.toThrow('a fault');
    expect(buried).toEqual([]);
    await handle(slice('1', '2', '3'));
    expect(buried).toEqual([['1', 'fault: TypeError']]);
    expect(calls.at(-1)).toEqual([3]);
    expect(counts.faults).toBe(FAULT_LIMIT);
  });

  it('is put aside once, even when others of its slice fault after it', async () => {
    const { handle, buried, calls } = setUp(faulting(2));
    let tries = 1;
    while (
      !(await handle(slice('2', '2', '7')).then(
        () => true,
        () => false,
      ))
    ) {
      expect(++tries).toBeLessThan(10);
    }
    expect(buried).toEqual([
      ['0', 'fault: TypeError'],
      ['1', 'fault: TypeError'],
    ]);
    expect(calls.at(-1)).toEqual([7]);
  });

  it('stays in the way until it could be put aside', async () => {
    let deadAway = true;
    const { handle, buried } = setUp(faulting(1), () => {
      if (deadAway) throw new Outage('away');
    });
    for (let i = 0; i < 3 * FAULT_LIMIT; i++) await expect(handle(slice('1', '2'))).rejects.toThrow();
    deadAway = false;
    await handle(slice('1', '2'));
    expect(buried).toEqual([['0', 'fault: TypeError']]);
  });

  it('is given its tries anew when it had been away in between only', async () => {
    let away = false;
    const { handle, buried } = setUp((events) => {
      if (away) throw new Outage('away');
      faulting(1)(events);
    });
    await handle(slice('1')).catch(() => {});
    away = true;
    for (let i = 0; i < 5; i++) await handle(slice('1')).catch(() => {});
    expect(buried).toEqual([]);
    away = false;
    for (let i = 1; i < FAULT_LIMIT; i++) await handle(slice('1')).catch(() => {});
    expect(buried).toEqual([['0', 'fault: TypeError']]);
  });
});
