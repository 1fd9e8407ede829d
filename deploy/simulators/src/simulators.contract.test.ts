import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCreditCode } from '@yimen/identifiers';
import { isRefusal } from '@yimen/kernel';
import { eventually } from '@yimen/testing';
import { request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import type { Ledger } from './book.ts';
import { creditCodeOf } from './L21/credit-code.ts';
import { seededRandom } from './random.ts';
import { type SimulatorOptions, type Simulators, startSimulators } from './simulators.ts';

const clocks = { system: Date.now, business: () => Date.UTC(2026, 2, 2, 1, 30) };
const register = { token: 'token', callbackUrl: 'http://127.0.0.1:9/none', callbackSecret: 'secret' };
const running: Simulators[] = [];
const start = async (options: Partial<SimulatorOptions> = {}): Promise<Simulators> => {
  const simulators = await startSimulators({ settings: { L21: register }, clocks, ...options });
  running.push(simulators);
  return simulators;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulators) => simulators.close()));
});

const put = async (url: string, body: unknown): Promise<number> => {
  const headers = { 'content-type': 'application/json' };
  const reply = await request(url, { method: 'PUT', headers, body: JSON.stringify(body) });
  await reply.body.dump();
  return reply.statusCode;
};
const ledger = async ({ url }: Simulators): Promise<Ledger> =>
  (await (await request(`${url}/control/L21/ledger`)).body.json()) as Ledger;
const change = async ({ url }: Simulators, key: string): Promise<number> => {
  const headers = { authorization: 'Bearer token', 'content-type': 'application/json' };
  const form = {
    bizType: 'BG',
    outerSerial: key,
    uniscid: '91440604MA4W12346R',
    altItem: '07',
    dom: 'x',
    domDistrict: '440604',
  };
  const reply = await request(`${url}/L21/scdj/v2/applications`, {
    method: 'POST',
    headers,
    body: JSON.stringify(form),
  });
  await reply.body.dump();
  return reply.statusCode;
};

describe('the simulated systems', () => {
  it('say which of them are up: those that got settings', async () => {
    const { url } = await start();
    const reply = await request(`${url}/ready`);
    expect(await reply.body.json()).toEqual({ ready: true, systems: [{ id: 'L21', title: '商事登记全程电子化' }] });
    expect((await request(`${url}/L06/api/v1/health`)).statusCode).toBe(404);
  });

  it('do not start with settings that do not fit', async () => {
    await expect(startSimulators({ settings: { L21: { token: 'x' } }, clocks })).rejects.toThrow(/callbackUrl/);
  });

  it('refuse an order that they do not understand, and one for a system that is not there', async () => {
    const { url } = await start();
    expect(await put(`${url}/control/L21/faults`, { mode: 'explode' })).toBe(400);
    expect(await put(`${url}/control/L21/decide`, { how: 'maybe' })).toBe(400);
    expect(await put(`${url}/control/L99/faults`, { mode: 'down' })).toBe(404);
    expect(await put(`${url}/control/L21/faults`, { mode: 'none' })).toBe(204);
  });

  it('count every submission that arrived, also when the caller never heard of it', async () => {
    const simulators = await start();
    await put(`${simulators.url}/control/L21/faults`, { mode: 'drop-after-commit', count: 1 });
    await expect(change(simulators, 'A')).rejects.toThrow();
    expect(await change(simulators, 'A')).toBe(202);
    expect(await ledger(simulators)).toMatchObject({ duplicates: 1, submissions: [{ key: 'A' }, { key: 'A' }] });
  });

  it('do late what a caller has stopped waiting for', async () => {
    const simulators = await start();
    await put(`${simulators.url}/control/L21/faults`, { mode: 'slow', ms: 100, count: 1 });
    const form = {
      bizType: 'BG',
      outerSerial: 'B',
      uniscid: '91440604MA4W12346R',
      altItem: '07',
      dom: 'x',
      domDistrict: '440604',
    };
    const body = JSON.stringify(form);
    const head = `POST /L21/scdj/v2/applications HTTP/1.1\r\nhost: x\r\nauthorization: Bearer token\r\ncontent-length: ${body.length}`;
    const { hostname, port } = new URL(simulators.url);
    // everything is sent, then the line is closed
    connect(Number(port), hostname).end(`${head}\r\n\r\n${body}`);
    await eventually(async () => (await ledger(simulators)).submissions.length === 1);
  });

  it('remember everything after a restart, and go on with what they had not decided', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'simulators-'));
    const first = await start({ stateDir });
    await put(`${first.url}/control/L21/decide`, { how: 'pending' });
    await change(first, 'A');
    await Promise.all(running.splice(0).map((simulators) => simulators.close()));
    const second = await start({ stateDir });
    const filings = await eventually(async () => {
      const { filings } = await ledger(second);
      return filings[0]?.outcome && filings;
    });
    expect(filings).toMatchObject([{ key: 'A', outcome: { granted: true } }]);
    rmSync(stateDir, { recursive: true });
  });
});

describe('chance in the simulated systems', () => {
  it('is the same for the same seed, and loses about one call-back in a hundred', () => {
    const draw = (seed: number) => Array.from({ length: 10_000 }, seededRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const lost = draw(20170101).filter((x) => x < 0.01).length;
    expect(lost).toBeGreaterThan(60);
    expect(lost).toBeLessThan(140);
  });
});

describe('a credit code of a company that was just registered', () => {
  it('is valid in both of its check characters, and another for each', () => {
    const codes = Array.from({ length: 500 }, (_, n) => creditCodeOf(n + 1));
    expect(codes.filter((code) => isRefusal(parseCreditCode(code)))).toEqual([]);
    expect(new Set(codes).size).toBe(500);
  });
});
