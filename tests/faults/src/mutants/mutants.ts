import type { Patch } from '../../preload/orders.ts';

/** A platform with one rule removed, and the fault under which the checker must notice. */
export interface Mutant {
  readonly name: string;
  readonly patches: readonly Patch[];
  readonly fault: string;
  /** The invariants of which at least one must turn red. */
  readonly breaks: readonly string[];
}

/** The rules that are removed one by one. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'acknowledge before store',
    fault: 'F1',
    breaks: ['I1'],
    patches: [
      {
        module: 'libs/case-file/src/door/handle.ts',
        find: 'const verdict = await parts.commit(step.planned.operation);',
        replace: `const verdict = { is: 'won' } as const;
    setTimeout(() => parts.commit(step.planned.operation).catch(() => {}), 300);`,
      },
    ],
  },
];
