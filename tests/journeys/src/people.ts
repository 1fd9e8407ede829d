import { inject } from 'vitest';
import { type Door, openDoor } from './door.ts';

/** The gateway as one demo user sees it. */
export const as = (user: string): Door => {
  const { gateway, tokens } = inject('place');
  const token = tokens[user];
  if (!token) throw new Error(`there is no demo user ${user}`);
  return openDoor(gateway, token);
};

/** The gateway without a login. */
export const anybody = (): Door => openDoor(inject('place').gateway);

/** The controls of the simulated legacy systems. */
export const controls = (): Door => openDoor(inject('place').simulators);
