import { z } from 'zod';
import type { Kind, Outgoing } from './wire.ts';

/**
 * What can be wrong with a system. `down`: the connection is cut unread · `timeout`: read, never answered, not done ·
 * `500`, `garbage` (an HTML page with status 200), `busy` (429): not done · `drop-after-commit`: done, then the
 * connection is cut · `slow`: done after `ms`, even when the caller has gone · `lose-push`, `duplicate-push`: of news.
 */
export const faultOrder = z.strictObject({
  mode: z.enum([
    'none',
    'down',
    'timeout',
    '500',
    'garbage',
    'busy',
    'drop-after-commit',
    'slow',
    'lose-push',
    'duplicate-push',
  ]),
  /** How often; without it until the next order. */
  count: z.int().positive().optional(),
  /** Of `slow`. */
  ms: z.int().nonnegative().optional(),
  /** Only requests of this kind; by default `drop-after-commit` meets submissions, the others meet everything. */
  on: z.enum(['submit', 'ask', 'ping']).optional(),
});

/** An order of trouble. */
export type FaultOrder = z.infer<typeof faultOrder>;

/** The trouble a system is in. */
export interface Faults {
  readonly order: (order: FaultOrder) => void;
  /** The fault that meets this request, used up by one. */
  readonly meet: (kind: Kind) => FaultOrder | undefined;
  readonly meetPush: () => 'lose-push' | 'duplicate-push' | undefined;
}

const isPush = (mode: FaultOrder['mode']): mode is 'lose-push' | 'duplicate-push' =>
  mode === 'lose-push' || mode === 'duplicate-push';

/** A system without faults, yet. */
export const createFaults = (): Faults => {
  let current: FaultOrder | undefined;
  let left = 0;
  const use = (): FaultOrder | undefined => {
    const fault = current;
    left -= 1;
    if (left <= 0) current = undefined;
    return fault;
  };
  return {
    order: (order) => {
      current = order.mode === 'none' ? undefined : order;
      left = order.count ?? Number.POSITIVE_INFINITY;
    },
    meet: (kind) => {
      if (!current || isPush(current.mode)) return undefined;
      const only = current.on ?? (current.mode === 'drop-after-commit' ? 'submit' : undefined);
      return only === undefined || only === kind ? use() : undefined;
    },
    meetPush: () => {
      const mode = current?.mode;
      if (mode === undefined || !isPush(mode)) return undefined;
      use();
      return mode;
    },
  };
};

const PAGE = '<html><body><h1>502 系统维护中</h1><p>Apache Tomcat/6.0.18</p></body></html>';

/** What a broken system says instead of its own words. */
export const brokenReply = (mode: FaultOrder['mode']): Outgoing | undefined => {
  const html = { 'content-type': 'text/html; charset=utf-8' };
  if (mode === '500') return { status: 500, headers: html, body: PAGE };
  if (mode === 'garbage') return { status: 200, headers: html, body: PAGE };
  if (mode === 'busy') return { status: 429, headers: { ...html, 'retry-after': '1' }, body: PAGE };
  return undefined;
};
