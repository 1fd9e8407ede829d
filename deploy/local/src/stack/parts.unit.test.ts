import { describe, expect, it } from 'vitest';
import type { Part } from '../servers/supervise.ts';
import { createParts } from './parts.ts';

const setStage = () => {
  const parts = createParts();
  const stopped: string[] = [];
  const partOf = (name: string): Part => ({
    stop: async () => void stopped.push(name),
    kill: async () => {},
    restart: async () => {},
    signal: () => {},
  });
  return { parts, stopped, partOf };
};

const noWork = () => Promise.resolve();

describe('parts that are stopped', () => {
  it('stop before what they need, further processes first', async () => {
    const { parts, stopped, partOf } = setStage();
    for (const name of ['mongodb', 'issuer', 'intake-gateway'] as const)
      await parts.begin(name, async () => partOf(name));
    await parts.begin(undefined, async () => partOf('intake-gateway-2'));
    await parts.stopAll(async () => void stopped.push('last work'));
    expect(stopped).toEqual(['intake-gateway-2', 'intake-gateway', 'issuer', 'last work', 'mongodb']);
  });
});

describe('a stop while parts are beginning', () => {
  it('gives up those that hear of it, before anything else stops', async () => {
    const { parts, stopped, partOf } = setStage();
    await parts.begin('kafka', async () => partOf('kafka'));
    const beginning = parts.begin('intake-gateway', async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      stopped.push('intake-gateway, given up');
      throw new Error('given up');
    });
    const failed = expect(beginning).rejects.toThrow('given up');
    await parts.stopAll(noWork);
    await failed;
    expect(stopped).toEqual(['intake-gateway, given up', 'kafka']);
  });

  it('stops those that do not hear of it as soon as they run', async () => {
    const { parts, stopped, partOf } = setStage();
    await parts.begin('kafka', async () => partOf('kafka'));
    const ready = Promise.withResolvers<void>();
    const beginning = parts.begin('mongodb', async () => {
      await ready.promise;
      return partOf('mongodb');
    });
    const failed = expect(beginning).rejects.toThrow('stopped before all of it had begun');
    const stopping = parts.stopAll(noWork);
    ready.resolve();
    await Promise.all([stopping, failed]);
    expect(stopped).toEqual(['mongodb', 'kafka']);
  });

  it('lets nothing begin any more', async () => {
    const { parts, partOf } = setStage();
    await parts.stopAll(noWork);
    await expect(parts.begin('redis', async () => partOf('redis'))).rejects.toThrow('is being stopped');
  });
});
