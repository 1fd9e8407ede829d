// Loaded before a program under test by NODE_OPTIONS=--import; the program itself knows nothing of it.
import { appendFileSync, readFileSync } from 'node:fs';
import { bendClock } from './clock.ts';
import type { Orders } from './orders.ts';
import { patchModules } from './patching.ts';
import { bendRoutes } from './routes.ts';

const LOOK_MS = 40;
const file = process.env['FAULT_ORDERS'];
if (!file) throw new Error('FAULT_ORDERS names the file with the orders of this process.');

let text = readFileSync(file, 'utf8');
let orders = JSON.parse(text) as Orders;
let passes = 0;

const look = (): void => {
  const now = readFileSync(file, 'utf8');
  if (now === text) return;
  const next = JSON.parse(now) as Orders;
  text = now;
  if (next.crash?.order !== orders.crash?.order) passes = 0;
  orders = next;
};
setInterval(look, LOOK_MS).unref();

// an order that was there at the start was meant for the process before
const served = orders.crash?.order;

const passBy = (point: string): void => {
  const { crash } = orders;
  if (!crash || crash.order === served || crash.point !== point) return;
  passes += 1;
  if (passes < crash.pass) return;
  appendFileSync(`${file}.crashes`, `${JSON.stringify({ ...crash, at: Date.now() })}\n`);
  process.kill(process.pid, 'SIGKILL');
  for (;;); // not one statement more
};
Object.assign(globalThis, { passBy });

if (orders.clockMs !== undefined) bendClock(() => orders.clockMs ?? 0);
bendRoutes((port) => orders.routes?.[port]);
patchModules(orders.patches);
