import type { Invariant } from '../evidence.ts';
import { I1 } from './I1.ts';
import { I2 } from './I2.ts';
import { I3 } from './I3.ts';
import { I4 } from './I4.ts';
import { I5 } from './I5.ts';
import { I6 } from './I6.ts';
import { I7 } from './I7.ts';
import { I8 } from './I8.ts';
import { I9 } from './I9.ts';
import { I10 } from './I10.ts';
import { I11 } from './I11.ts';

/** All that must always hold, by name. */
export const INVARIANTS = { I1, I2, I3, I4, I5, I6, I7, I8, I9, I10, I11 } as const satisfies Record<string, Invariant>;

/** The name of an invariant. */
export type InvariantName = keyof typeof INVARIANTS;
