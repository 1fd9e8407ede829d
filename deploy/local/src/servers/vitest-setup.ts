import { addressesOf } from './index.ts';
import { startTemporaryServers } from './temporary.ts';

/**
 * Gives every integration test of a vitest run the addresses of real servers: those of the environment, else servers
 * started here and stopped at the end. Workers inherit the addresses through the environment.
 */
export const setup = async (): Promise<() => Promise<void>> => {
  const { servers, stop } = await startTemporaryServers(process.env, (detail) => console.log(detail));
  Object.assign(process.env, addressesOf(servers));
  return stop;
};
