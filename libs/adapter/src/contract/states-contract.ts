import { describe, expect, it } from 'vitest';
import { CLOSED } from '../circuit.ts';
import type { SystemStates } from '../state.ts';

/** A store of system states with a clock that the test moves. */
export interface StatesUnderTest {
  readonly states: SystemStates;
  readonly advance: (ms: number) => void;
}

/** What every store of system states keeps: memory and MongoDB alike. */
export const systemStatesContract = (name: string, make: () => Promise<StatesUnderTest>): void => {
  describe(`states of systems in ${name}`, () => {
    it('begin closed, switched on and unspent', async () => {
      const { states } = await make();
      expect(await states.read('L06')).toEqual({ system: 'L06', circuit: CLOSED });
    });

    it('are leased to one owner at a time, until the lease ends or is given back', async () => {
      const { states, advance } = await make();
      expect(await states.lease('L06', 'a', 1_000)).toBeDefined();
      expect(await states.lease('L06', 'b', 1_000)).toBeUndefined();
      expect(await states.lease('L21', 'b', 1_000)).toBeDefined();
      expect(await states.lease('L06', 'a', 1_000)).toBeDefined();
      advance(1_001);
      expect(await states.lease('L06', 'b', 1_000)).toBeDefined();
      await states.release('L06', 'a');
      expect(await states.lease('L06', 'a', 1_000)).toBeUndefined();
      await states.release('L06', 'b');
      expect(await states.lease('L06', 'a', 1_000)).toBeDefined();
    });

    it('grant no more calls than a day has, to however many ask at once', async () => {
      const { states } = await make();
      const granted = await Promise.all(Array.from({ length: 8 }, () => states.spend('L06', '2026-03-02', 3, 10)));
      expect(granted.reduce((sum, n) => sum + n, 0)).toBe(10);
      expect(await states.spend('L06', '2026-03-02', 1, 10)).toBe(0);
      expect(await states.spend('L06', '2026-03-03', 4, 10)).toBe(4);
    });

    it('remember the circuit and the kill switch', async () => {
      const { states } = await make();
      const circuit = {
        circuit: 'open',
        probes: 1,
        since: '2026-03-02T01:30:00.000Z',
        probeAt: '2026-03-02T01:30:02.000Z',
      } as const;
      const off = { since: '2026-03-02T01:30:00.000Z', by: 'operator-1', reason: '检修' };
      await states.setCircuit('L06', circuit);
      await states.setSwitch('L06', off);
      expect(await states.lease('L06', 'a', 1_000)).toMatchObject({ circuit, off });
      await states.setSwitch('L06', undefined);
      expect(await states.read('L06')).toMatchObject({ system: 'L06', circuit });
      expect(await states.read('L06')).not.toHaveProperty('off');
    });
  });
};
