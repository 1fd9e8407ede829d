import { describe, expect, it } from 'vitest';
import { branchesTopic, deadTopic, domains, dossiersTopic, loadEvents, topics } from './index.ts';

describe('the topics', () => {
  it('are the ten of the design, each with its .dead beside it', () => {
    const names = topics.map(({ name }) => name);
    const living = ['items.v1', 'cases.v1', ...domains.flatMap((one) => [branchesTopic(one), dossiersTopic(one)])];
    expect(new Set(names)).toEqual(new Set([...living, ...living.map(deadTopic)]));
    expect(names).toHaveLength(20);
  });

  it('have equal partitions wherever the key is a case id', () => {
    for (const { name, partitions } of topics)
      expect([name, partitions]).toEqual([name, name.startsWith('items') ? 1 : 6]);
  });

  it('keep items for ever by key, everything else for a stated time', () => {
    for (const { name, compact, retentionMs } of topics) {
      expect([name, compact, retentionMs > 0]).toEqual([name, name === 'items.v1', name !== 'items.v1']);
    }
  });

  it('are the channels of the event contract', () => {
    expect([...loadEvents().channels.keys()].sort()).toEqual(
      topics
        .map(({ name }) => name)
        .filter((name) => !name.endsWith('.dead'))
        .sort(),
    );
  });
});
