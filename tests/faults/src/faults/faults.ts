import { drill } from './drill.ts';
import { F1 } from './F1.ts';
import { F2 } from './F2.ts';
import { F3 } from './F3.ts';
import { F4 } from './F4.ts';
import { F5 } from './F5.ts';
import { F6 } from './F6.ts';
import { F7 } from './F7.ts';
import { F8 } from './F8.ts';
import { F9 } from './F9.ts';
import { F9set } from './F9-set.ts';
import { F10 } from './F10.ts';
import { F11 } from './F11.ts';
import { F12 } from './F12.ts';
import { F13 } from './F13.ts';
import { F14 } from './F14.ts';
import { F15 } from './F15.ts';
import { F16 } from './F16.ts';
import { F17 } from './F17.ts';
import type { Fault } from './fault.ts';
import { twoGateways } from './two-gateways.ts';

/** All faults, in the order in which they are run. */
export const FAULTS: readonly Fault[] = [
  ...[F1, F2, F3, F4, F5, F6, F7, F8, F9, F9set, F10, F11, F12, F13, F14, F15, F16],
  twoGateways,
  drill,
  F17,
];
