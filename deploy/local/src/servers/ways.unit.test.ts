import { describe, expect, it } from 'vitest';
import { firstWay, WAYS, type Way } from './ways.ts';

const allFrom = (first: Way) =>
  Object.fromEntries(WAYS.map((way) => [way, () => (WAYS.indexOf(way) >= WAYS.indexOf(first) ? way : undefined)]));

describe('the search for a server', () => {
  it('takes a given address before anything else', async () => {
    expect(await firstWay(allFrom('environment'))).toEqual({ way: 'environment', found: 'environment' });
  });

  it('then looks into the cache, on PATH, for Docker, and downloads last', async () => {
    const order = [];
    for (const way of WAYS) order.push((await firstWay(allFrom(way)))?.way);
    expect(order).toEqual(['environment', 'cache', 'path', 'docker', 'packages']);
  });

  it('does not look further than where it finds', async () => {
    const looked: string[] = [];
    const look = (way: Way, found?: string) => () => {
      looked.push(way);
      return found;
    };
    await firstWay({ environment: look('environment'), cache: look('cache', 'here'), docker: look('docker') });
    expect(looked).toEqual(['environment', 'cache']);
  });

  it('answers nothing when nothing is found', async () => {
    expect(await firstWay({ path: () => undefined })).toBeUndefined();
  });
});
