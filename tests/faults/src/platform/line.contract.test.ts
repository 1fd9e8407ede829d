import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layLine, type WeatherLine } from './line.ts';

const SOON_MS = 100;
let echo: Server;
let line: WeatherLine;
let ends: string[];
const sockets = new Set<Socket>();

beforeEach(async () => {
  const own: string[] = []; // what a test before has left behind ends into its own list
  ends = own;
  echo = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => void own.push('server')));
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  line = await layLine((echo.address() as AddressInfo).port, () => 0.5);
});
afterEach(() => {
  line.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  echo.close();
});

const call = async (): Promise<Socket> => {
  const own = ends;
  const socket = connect(line.port, '127.0.0.1');
  sockets.add(socket.on('error', () => {}).on('close', () => void own.push('client')));
  await once(socket, 'connect');
  return socket;
};

/** What comes back of a word, if anything does. */
const echoOf = async (socket: Socket, word: string): Promise<string> => {
  const heard = once(socket, 'data').then(([chunk]) => String(chunk));
  socket.write(word);
  return Promise.race([heard, pause(SOON_MS, 'silence')]);
};

describe('a line that goes deaf', () => {
  it('leaves every connection of that time deaf for ever, and lets new ones through', async () => {
    const before = await call();
    expect(await echoOf(before, 'a')).toBe('a');
    line.set({ deaf: true });
    const meanwhile = await call();
    line.set({});
    expect(await Promise.all([echoOf(before, 'b'), echoOf(meanwhile, 'c')])).toEqual(['silence', 'silence']);
    expect(await echoOf(await call(), 'd')).toBe('d');
    expect(ends).toEqual([]);
  });

  it('tells neither side of the other’s end, but says when who called gave up', async () => {
    const given = await call();
    await echoOf(given, 'a');
    line.set({ deaf: true });
    line.set({});
    const since = Date.now();
    given.destroy();
    await pause(SOON_MS);
    expect(ends).toEqual(['client']);
    expect(line.gaveUpDeaf().map((at) => at >= since)).toEqual([true]);
  });

  it('cuts what is deaf when it is told to, and nothing else', async () => {
    await echoOf(await call(), 'a');
    line.set({ deaf: true });
    line.set({});
    const fresh = await call();
    line.hangUp();
    await pause(SOON_MS);
    expect(ends.toSorted()).toEqual(['client', 'server']);
    expect(await echoOf(fresh, 'b')).toBe('b');
  });
});
