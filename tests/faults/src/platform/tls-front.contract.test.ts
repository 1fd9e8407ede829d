import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTlsFront, type TlsFront } from './tls-front.ts';

const dir = mkdtempSync(join(tmpdir(), 'yimen-front-'));
let echo: Server;
let front: TlsFront;

beforeAll(async () => {
  echo = createServer((socket) => void socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  front = await openTlsFront(dir);
  front.sendTo((echo.address() as AddressInfo).port);
});
afterAll(async () => {
  await front.close();
  echo.close();
  rmSync(dir, { recursive: true, force: true });
});

/** What comes back of a word, or why nothing does. */
const echoOf = async (word: string, trust: 'as it should be' | 'anybody'): Promise<string> => {
  const ca = readFileSync(front.certificate);
  const socket = connect({ port: front.port, host: '127.0.0.1', ca, rejectUnauthorized: trust !== 'anybody' });
  try {
    await once(socket, 'secureConnect');
    socket.write(word);
    const [chunk] = await once(socket, 'data');
    return String(chunk);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    socket.destroy();
  }
};

describe('a front whose certificate turns bad', () => {
  it('counts nothing while it is well', async () => {
    expect(await echoOf('well', 'as it should be')).toBe('well');
    expect([front.triedWhileBad(), front.bytesWhileBad()]).toEqual([0, 0]);
  });

  it('counts who tries, and hears not a word of who looks at it', async () => {
    front.turnBad();
    expect(await echoOf('secret', 'as it should be')).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect([front.triedWhileBad(), front.bytesWhileBad()]).toEqual([1, 0]);
  });

  it('counts every byte of whoever trusts anybody', async () => {
    expect(await echoOf('secret', 'anybody')).toBe('secret');
    expect([front.triedWhileBad(), front.bytesWhileBad()]).toEqual([2, 6]);
    front.turnGood();
    expect(await echoOf('well', 'as it should be')).toBe('well');
    expect([front.triedWhileBad(), front.bytesWhileBad()]).toEqual([2, 6]);
  });
});
