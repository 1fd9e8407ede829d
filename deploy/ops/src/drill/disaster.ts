import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES, type Stack } from '@yimen/local';
import type { Target } from '../platform.ts';

/** A whole local platform as a target. */
export const targetOf = ({ urls }: Pick<Stack, 'urls'>): Target => ({
  mongodbUrl: urls.mongodb,
  kafkaBrokers: urls.kafkaBrokers,
  databasePrefix: '',
  services: SERVICES,
});

/**
 * For drills: all services die by SIGKILL, the database with them, and its data is gone; an empty database answers
 * afterwards. Topics and legacy systems stay as they are.
 */
export const loseStore = async (stack: Stack): Promise<void> => {
  await Promise.all(SERVICES.map((service) => stack.kill(service)));
  await stack.kill('mongodb');
  const data = join(stack.stateDir, 'data', 'mongodb');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data);
  await stack.restart('mongodb');
};

/** For drills: all services start again on what was restored. */
export const resume = async (stack: Stack): Promise<void> => {
  await Promise.all(SERVICES.map((service) => stack.restart(service)));
};
