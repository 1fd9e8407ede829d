/** Whether a system is tried at all. `open`: it failed in a row, and is left alone until `probeAt`, then pinged. */
export type Circuit =
  | { readonly circuit: 'closed'; readonly failures: number }
  | { readonly circuit: 'open'; readonly probes: number; readonly since: string; readonly probeAt: string };

/** When it opens and how often an open one is probed. */
export interface CircuitRules {
  readonly failuresToOpen: number;
  readonly probeMs: number;
  readonly probeLimitMs: number;
}

/** Usual rules: five failures in a row; probes after 1, 2, 4 … 15 s. */
export const CIRCUIT_RULES: CircuitRules = { failuresToOpen: 5, probeMs: 1_000, probeLimitMs: 15_000 };

/** A system that is believed to work. */
export const CLOSED: Circuit = { circuit: 'closed', failures: 0 };

/** The circuit after one more call; the very same object when nothing changes. `now`: system clock, ms. */
export const afterCall = (circuit: Circuit, ok: boolean, now: number, rules: CircuitRules): Circuit => {
  if (circuit.circuit === 'open') return ok ? CLOSED : circuit;
  if (ok) return circuit.failures === 0 ? circuit : CLOSED;
  const failures = circuit.failures + 1;
  if (failures < rules.failuresToOpen) return { circuit: 'closed', failures };
  return { circuit: 'open', probes: 0, since: instantIn(now, 0), probeAt: instantIn(now, probePauseMs(0, rules)) };
};

/** An open circuit after a ping: a ping is not yet work, so the first call that fails opens it again. */
export const afterProbe = (circuit: Circuit, ok: boolean, now: number, rules: CircuitRules): Circuit => {
  if (circuit.circuit !== 'open') return circuit;
  if (ok) return { circuit: 'closed', failures: rules.failuresToOpen - 1 };
  const probes = circuit.probes + 1;
  return { ...circuit, probes, probeAt: instantIn(now, probePauseMs(probes, rules)) };
};

/** True when an open circuit wants its next ping. */
export const wantsProbe = (circuit: Circuit, now: number): boolean =>
  circuit.circuit === 'open' && circuit.probeAt <= new Date(now).toISOString();

const instantIn = (now: number, ms: number): string => new Date(now + ms).toISOString();
const probePauseMs = (probes: number, { probeMs, probeLimitMs }: CircuitRules): number =>
  Math.min(probeLimitMs, probeMs * 2 ** Math.min(probes, 20));
