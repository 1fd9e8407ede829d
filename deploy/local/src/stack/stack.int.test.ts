import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@yimen/testing';
import { decodeJwt } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { RECIPES } from '../servers/index.ts';
import { assembleStack, startStack } from './stack.ts';
import { runSteps } from './steps.ts';

describe('a stack of servers and issuer', async () => {
  const stack = await startStack({ only: [] });
  afterAll(stack.stop);
  const answers = async (url: string) => (await fetch(url).catch(() => undefined))?.ok ?? false;

  it('has servers of its own, and every topic', async () => {
    expect(await RECIPES.mongodb.isReady(stack.urls.mongodb)).toBe(true);
    expect(await RECIPES.kafka.isReady(stack.urls.kafkaBrokers.join(','))).toBe(true);
  });

  it('gives tokens to demo users', async () => {
    expect(decodeJwt(await stack.tokens('demo-supervisor'))).toMatchObject({ sub: 'demo-supervisor', aud: 'yimen' });
    await expect(stack.tokens('demo-nobody')).rejects.toThrow('demo-nobody');
  });

  it('lets a part be killed and come back with its keys', async () => {
    const before = decodeJwt(await stack.tokens('demo-citizen'));
    await stack.kill('issuer');
    expect(await answers(`${stack.urls.issuer}/ready`)).toBe(false);
    await stack.restart('issuer');
    expect(decodeJwt(await stack.tokens('demo-citizen')).iss).toBe(before.iss);
  });

  it('leaves nothing behind when it stops', async () => {
    await stack.stop();
    expect(await answers(`${stack.urls.issuer}/ready`)).toBe(false);
    expect(existsSync(stack.stateDir)).toBe(false);
  });
});

describe('a stack that is stopped while its servers start', () => {
  it('gives them up and leaves nothing behind', async () => {
    const { steps, stack } = await assembleStack({ only: [] });
    const log = join(stack.stateDir, 'logs', 'mongodb.log');
    const starting = runSteps(steps).then(
      () => 'started',
      (error: unknown) => String(error),
    );
    await eventually(() => existsSync(log));
    await stack.stop();
    expect(await starting).toMatch(/wanted no more|stopped before/);
    expect(existsSync(stack.stateDir)).toBe(false);
  });
});
