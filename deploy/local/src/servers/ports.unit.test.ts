import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePorts, isFree, requireFreePorts } from './ports.ts';

const open = createServer();
const take = async (port: number) => {
  await new Promise<void>((resolve) => open.listen(port, '127.0.0.1', resolve));
};
afterEach(() => new Promise<void>((resolve) => open.close(() => resolve())));

describe('ports of this machine', () => {
  it('are found free, and all different', async () => {
    const ports = await freePorts(5);
    expect(new Set(ports).size).toBe(5);
  });

  it('are known to be taken while somebody listens', async () => {
    const [port = 0] = await freePorts(1);
    expect(await isFree(port)).toBe(true);
    await take(port);
    expect(await isFree(port)).toBe(false);
  });

  it('when taken are named in one sentence, with who wanted them and the way out', async () => {
    const [taken = 0, free = 0] = await freePorts(2);
    await take(taken);
    await expect(requireFreePorts({ 'intake-gateway': taken, issuer: free })).rejects.toThrow(
      new RegExp(`^Port ${taken} \\(intake-gateway\\) is taken: .*--free-ports.*\\.$`),
    );
  });
});
