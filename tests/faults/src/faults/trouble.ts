import { request } from 'undici';
import type { Stage } from '../platform/stage.ts';

/** What a legacy system can be ordered to do wrong; see the README of the simulators. */
export interface Trouble {
  readonly mode:
    | 'none'
    | 'down'
    | 'timeout'
    | '500'
    | 'garbage'
    | 'drop-after-commit'
    | 'slow'
    | 'lose-push'
    | 'duplicate-push';
  readonly count?: number;
  readonly ms?: number;
}

/** Orders trouble, or its end, at one system. */
export const trouble = async ({ stack }: Stage, system: string, order: Trouble): Promise<void> => {
  const answer = await request(`${stack.urls.simulators}/control/${system}/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  await answer.body.dump();
  if (answer.statusCode !== 204) throw new Error(`${system} does not take the order: ${answer.statusCode}`);
};
