import type { Patch } from '../../preload/orders.ts';

/** Places at which a process under test can be made to die. */
export type CrashPoint = 'stored-not-answered' | 'published-not-marked' | 'taken-not-committed' | 'called-not-recorded';

const at = (point: CrashPoint, module: string, statement: string): Patch => ({
  module,
  find: statement,
  replace: `(globalThis as { passBy?: (point: string) => void }).passBy?.('${point}');\n${statement}`,
});

/** Lets a process come by the places; nothing else changes there, and nothing happens until one is ordered. */
export const CRASH_POINTS: readonly Patch[] = [
  at('stored-not-answered', 'libs/case-file/src/door/handle.ts', "if (verdict.is === 'won') return win("),
  at(
    'published-not-marked',
    'libs/case-file/src/relay/relay.ts',
    'for (const one of ready) done(one);\n    return true;',
  ),
  at('taken-not-committed', 'libs/messaging/src/member.ts', 'handled(batch.topic, batch.partition, last.offset);'),
  at('called-not-recorded', 'libs/adapter/src/errand.ts', "await report(work, errand, { event: 'answered',"),
];
