import { createLine, eventually, type Line, servers, uniqueName } from '@yimen/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cache, connectCache } from './index.ts';

const LONG_MS = 600_000;
const open: Cache[] = [];
const connected = async (url = servers.redisUrl, prefix = `${uniqueName('cache')}:`) => {
  const cache = await connectCache({ url, prefix, commandMs: 5_000 });
  open.push(cache);
  return cache;
};

afterEach(async () => {
  await Promise.all(open.splice(0).map((cache) => cache.close()));
});

describe('a cache', () => {
  it('answers what was kept until it is deleted', async () => {
    const cache = await connected();
    await cache.set('a', '一', LONG_MS);
    expect(await cache.get('a')).toBe('一');
    await cache.delete('a');
    expect(await cache.get('a')).toBeUndefined();
  });

  it('forgets what has run out', async () => {
    const cache = await connected();
    await cache.set('a', '1', 1);
    await eventually(async () => (await cache.get('a')) === undefined);
  });

  it('does not show one service what another keeps', async () => {
    const [one, other] = [await connected(), await connected()];
    await one.set('a', '1', LONG_MS);
    expect(await other.get('a')).toBeUndefined();
  });

  it('tells every process what one publishes, until it stops listening', async () => {
    const prefix = `${uniqueName('push')}:`;
    const [one, other] = [await connected(servers.redisUrl, prefix), await connected(servers.redisUrl, prefix)];
    const heard: string[] = [];
    const stop = await one.subscribe('case-1', { heard: (text) => heard.push(`one ${text}`) });
    await other.subscribe('case-1', { heard: (text) => heard.push(`other ${text}`) });
    await other.publish('case-1', 'a');
    await other.publish('case-2', 'x');
    await eventually(() => heard.length === 2);
    stop();
    await other.publish('case-1', 'b');
    await eventually(() => heard.includes('other b'));
    expect(heard.toSorted()).toEqual(['one a', 'other a', 'other b']);
  });

  it('lets a listener that throws disturb nobody else', async () => {
    const cache = await connected();
    const heard: string[] = [];
    await cache.subscribe('c', {
      heard: () => {
        throw new Error('no');
      },
    });
    await cache.subscribe('c', { heard: (text) => heard.push(text) });
    await cache.publish('c', 'a');
    await eventually(() => heard.length === 1);
    expect(cache.health().missed).toBe(1);
  });
});

describe('a one-time ticket', () => {
  it('is worth something to one caller only', async () => {
    const cache = await connected();
    expect(await cache.putTicket('t', 'case-1', LONG_MS)).toBe(true);
    const taken = await Promise.all(Array.from({ length: 10 }, () => cache.takeTicket('t')));
    expect(taken.filter((value) => value !== undefined)).toEqual(['case-1']);
  });

  it('is never given a second meaning', async () => {
    const cache = await connected();
    await cache.putTicket('t', 'case-1', LONG_MS);
    expect(await cache.putTicket('t', 'case-2', LONG_MS)).toBe(false);
    expect(await cache.takeTicket('t')).toBe('case-1');
  });
});

describe('a counter', () => {
  it('counts every call of all processes once, and tells when its window ends', async () => {
    const prefix = `${uniqueName('count')}:`;
    const [one, other] = [await connected(servers.redisUrl, prefix), await connected(servers.redisUrl, prefix)];
    const counts = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? one : other).count('k', LONG_MS)));
    expect(counts.map((it) => it?.count).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    for (const it of counts) expect(it?.resetMs).toBeGreaterThan(0);
  });

  it('starts again with the next window', async () => {
    const cache = await connected();
    await cache.count('k', 1);
    await eventually(async () => (await cache.count('k', 1))?.count === 1);
  });
});

describe('a server that goes away and comes back', () => {
  let line: Line;
  beforeEach(async () => {
    const { hostname, port } = new URL(servers.redisUrl);
    line = await createLine({ host: hostname, port: Number(port) });
  });
  afterEach(() => line.close());

  it('costs answers but no errors, and is found again with all subscriptions', async () => {
    const cache = await connected(`redis://${line.host}:${line.port}`);
    const heard: string[] = [];
    let resumed = 0;
    await cache.subscribe('early', { heard: (text) => heard.push(text), resumed: () => resumed++ });
    await cache.set('a', '1', LONG_MS);

    line.cut();
    await eventually(() => !cache.health().connected);
    expect(await cache.get('a')).toBeUndefined();
    await cache.set('b', '1', LONG_MS);
    await cache.publish('early', 'lost');
    expect(await cache.takeTicket('t')).toBeUndefined();
    expect(await cache.putTicket('t', '1', LONG_MS)).toBe(false);
    expect(await cache.count('k', LONG_MS)).toBeUndefined();
    await cache.subscribe('late', { heard: (text) => heard.push(text) });
    expect(cache.health().missed).toBeGreaterThanOrEqual(7);

    line.mend();
    await eventually(async () => (await cache.get('a')) === '1' && resumed > 0);
    await cache.publish('early', 'a');
    await cache.publish('late', 'b');
    await eventually(() => heard.length === 2);
    expect(heard.toSorted()).toEqual(['a', 'b']);
  });

  it('does not keep a service from starting', async () => {
    line.cut();
    const cache = await connected(`redis://${line.host}:${line.port}`);
    expect(cache.health().connected).toBe(false);
    line.mend();
    await eventually(() => cache.health().connected);
  });
});
