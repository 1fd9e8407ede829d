import { describe, expect, it } from 'vitest';
import { brokerProperties } from './broker.ts';

const CLUSTER = [1, 2, 3].map((n) => ({ port: 9_000 + n, innerPort: 9_100 + n }));
const settingsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(text.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));

describe('the settings of a broker', () => {
  it('let a single one hold everything once', () => {
    const settings = settingsOf(brokerProperties({ cluster: CLUSTER.slice(0, 1), nth: 0, dir: '/data' }));
    expect(settings.get('controller.quorum.voters')).toBe('1@127.0.0.1:9101');
    expect(settings.get('offsets.topic.replication.factor')).toBe('1');
    expect(settings.get('min.insync.replicas')).toBe('1');
    expect(settings.get('log.dirs')).toBe('/data/log');
  });

  it('let three know each other, and call a message safe when two have it', () => {
    const settings = settingsOf(brokerProperties({ cluster: CLUSTER, nth: 2, dir: '/data' }));
    expect(settings.get('controller.quorum.voters')).toBe('1@127.0.0.1:9101,2@127.0.0.1:9102,3@127.0.0.1:9103');
    expect(settings.get('node.id')).toBe('3');
    expect(settings.get('advertised.listeners')).toBe('PLAINTEXT://127.0.0.1:9003');
    expect(settings.get('default.replication.factor')).toBe('3');
    expect(settings.get('min.insync.replicas')).toBe('2');
  });
});
