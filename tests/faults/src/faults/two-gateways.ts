import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.ts';

/** Nothing is hurt, but two windows work on the same cases: what one remembers the other has changed. */
export const twoGateways: Fault = {
  name: 'two-gateways',
  title: 'two gateways at the same cases',
  companies: 0.8,
  replicas: ['intake-gateway'],
  strike: ({ length }) => pause(8_000 * length),
};
