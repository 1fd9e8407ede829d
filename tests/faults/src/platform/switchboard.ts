import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Orders, Patch } from '../../preload/orders.ts';
import { CRASH_POINTS, type CrashPoint } from './crash-points.ts';

/** How the harness reaches into one process under test. */
export interface Switchboard {
  /** What the process must be started with. */
  readonly settings: Readonly<Record<string, string>>;
  /** It dies when it comes by this place for the `pass`-th time from now on. */
  readonly crashAt: (point: CrashPoint, pass?: number) => void;
  /** How often it has died so. */
  readonly crashes: () => number;
  readonly setClock: (offsetMs: number) => void;
  /** From its next start on these are applied too. */
  readonly patch: (patches: readonly Patch[]) => void;
  readonly setRoutes: (routes: Readonly<Record<string, number>>) => void;
}

const PRELOAD = pathToFileURL(join(import.meta.dirname, '../../preload/preload.ts')).href;

/** Opens the switchboard of a process; `mutant` is applied at each of its starts. */
export const openSwitchboard = (
  dir: string,
  name: string,
  mutant: readonly Patch[],
  bendsTime: boolean,
): Switchboard => {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, `${name}.json`);
  const crashed = `${file}.crashes`;
  let orders: Orders = { patches: [...CRASH_POINTS, ...mutant], ...(bendsTime ? { clockMs: 0 } : {}) };
  let count = 0;
  const write = (change: Partial<Orders>): void => {
    orders = { ...orders, ...change };
    writeFileSync(`${file}.new`, JSON.stringify(orders));
    renameSync(`${file}.new`, file); // the process may look at any moment
  };
  write({});
  return {
    settings: { NODE_OPTIONS: `--import ${PRELOAD}`, FAULT_ORDERS: file },
    crashAt: (point, pass = 1) => write({ crash: { point, pass, order: ++count } }),
    crashes: () => (existsSync(crashed) ? readFileSync(crashed, 'utf8').trim().split('\n').length : 0),
    setClock: (clockMs) => write({ clockMs }),
    patch: (patches) => write({ patches: [...orders.patches, ...patches] }),
    setRoutes: (routes) => write({ routes }),
  };
};
