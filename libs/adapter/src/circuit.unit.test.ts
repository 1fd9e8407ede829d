import { describe, expect, it } from 'vitest';
import { afterCall, afterProbe, CIRCUIT_RULES, type Circuit, CLOSED, wantsProbe } from './circuit.ts';

const NOW = Date.UTC(2026, 2, 2, 1, 30);
const after = (circuit: Circuit, calls: readonly boolean[], now = NOW): Circuit =>
  calls.reduce((before, ok) => afterCall(before, ok, now, CIRCUIT_RULES), circuit);
const probed = (circuit: Circuit, probes: readonly boolean[]): Circuit =>
  probes.reduce((before, ok) => afterProbe(before, ok, NOW, CIRCUIT_RULES), circuit);
const no = (n: number): boolean[] => Array.from({ length: n }, () => false);

describe('the circuit of a system', () => {
  it('opens after five failures in a row, and not after four and a success', () => {
    expect(after(CLOSED, no(5)).circuit).toBe('open');
    expect(after(CLOSED, [...no(4), true, ...no(4)]).circuit).toBe('closed');
  });

  it('stays the same object while a working system works', () => {
    expect(after(CLOSED, [true])).toBe(CLOSED);
  });

  it('is not disturbed by calls that were still under way when it opened', () => {
    const open = after(CLOSED, no(5));
    expect(after(open, no(3))).toBe(open);
    expect(after(open, [true])).toBe(CLOSED);
  });

  it('is probed ever more rarely while open, but at least every 15 s', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 40].map((n) => {
      const circuit = probed(after(CLOSED, no(5)), no(n));
      return circuit.circuit === 'open' ? Date.parse(circuit.probeAt) - NOW : 0;
    });
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  it('wants a probe from its moment on', () => {
    const open = after(CLOSED, no(5));
    expect([wantsProbe(open, NOW + 999), wantsProbe(open, NOW + 1_000), wantsProbe(CLOSED, NOW)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('closes on a probe that succeeds, and opens again on the first call that fails', () => {
    const closed = probed(after(CLOSED, no(5)), [true]);
    expect(closed.circuit).toBe('closed');
    expect(after(closed, no(1)).circuit).toBe('open');
    expect(after(closed, [true, ...no(4)]).circuit).toBe('closed');
  });
});
