import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import { intakeAlwaysOpen } from './holds.ts';

/** What may be lost is lost, in every way: nothing but limits, tickets and speed changes. */
export const F10: Fault = {
  name: 'F10',
  title: 'Redis killed, flushed, frozen, full',
  strike: async ({ stage: { stack }, length, say }) => {
    await order(stack.urls.redis, 'FLUSHALL');
    say('Redis flushed');
    await pause(1_500);
    await stack.kill('redis');
    say('Redis killed');
    await pause(6_000 * length);
    await stack.restart('redis');
    await pause(1_500);
    stack.signal('redis', 'SIGSTOP');
    say('Redis frozen');
    await pause(10_000 * length);
    stack.signal('redis', 'SIGCONT');
    await order(stack.urls.redis, 'CONFIG SET maxmemory-policy noeviction', 'CONFIG SET maxmemory 100kb');
    say('Redis full');
    await pause(5_000 * length);
    await order(stack.urls.redis, 'CONFIG SET maxmemory 256mb', 'CONFIG SET maxmemory-policy allkeys-lru');
  },
  alsoHolds: (evidence) => intakeAlwaysOpen('F10', evidence),
};

/** Inline commands over a plain connection, one answer each. */
const order = async (address: string, ...commands: readonly string[]): Promise<void> => {
  const { hostname, port } = new URL(address);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  for (const command of commands) {
    socket.write(`${command}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    if (!answer.toString().startsWith('+')) throw new Error(`Redis says ${answer} to ${command}.`);
  }
  socket.destroy();
};
