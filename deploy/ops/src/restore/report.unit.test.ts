import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IncomingMessage } from '@yimen/messaging';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../platform.ts';
import { eventOf, type Ghost, ghostOf } from './ahead.ts';
import { damageOf, type Looked, reportFileOf, reportOf, requireWritable } from './report.ts';

describe('a restored store', () => {
  it('is sound when every chain holds and the topics can be compared', () => {
    expect(damageOf({ chains: { 'intake-gateway': { files: 3, broken: [] } }, missing: [] })).toEqual([]);
  });

  it('is damaged by every broken history and by every message that its topic does not hold', () => {
    const broken = [{ id: 'c1', n: 4, problem: 'hash' as const }];
    const missing = [{ topic: 'cases.v1', partition: 2, from: '10', to: '17' }];
    expect(damageOf({ chains: { 'intake-gateway': { files: 3, broken } }, missing })).toEqual([
      'the history of c1 in intake-gateway is broken at entry 4',
      'cases.v1/2 does not hold 10 to 17 (their time has passed, or it is not the topic that was backed up): what was told there cannot be compared',
    ]);
  });
});

describe('what a restore has forgotten', () => {
  const services = ['intake-gateway', 'commerce-registration'] as const;
  const [gateway, department] = partsOf({ mongodbUrl: '', kafkaBrokers: [], databasePrefix: '', services });
  const place = { point: 'p', at: 'a', file: 'f' };
  const ghost = (source: string, milestone?: string): Ghost => ({
    ...{ topic: 't', partition: 0, offset: '0', source, target: 'c1', sequence: 1, time: 't', entryhash: 'h' },
    type: 'dossier.milestone',
    ...(milestone === undefined ? {} : { milestone }),
  });
  const lookedAt = (part: Looked['part'] | undefined, ghosts: readonly Ghost[]): readonly Looked[] => {
    const nothing = { caseNumbers: new Map(), numbers: {}, businessAt: undefined, missing: [] };
    const ahead = { ghosts, cut: [{ file: 'c1.seal', told: [] }], absent: [{ file: 'c2.seal', told: [] }], ...nothing };
    return part ? [{ part, chains: { files: 0, broken: [] }, ahead }] : [];
  };

  it('names each dossier once that told that it submitted, set back or lost', () => {
    const told = [ghost('c1.seal', 'submitted-to-system'), ghost('c1.seal', 'submitted-to-system')];
    const others = [ghost('c3.seal', 'handled'), ghost('c4.seal')];
    const looked = lookedAt(department, [...told, ...others, ghost('c2.seal', 'submitted-to-system')]);
    expect(reportOf(looked, place).forgottenSubmissions).toEqual([
      { id: 'c1.seal', service: 'commerce-registration' },
      { id: 'c2.seal', service: 'commerce-registration' },
    ]);
  });

  it('names none that is not a dossier', () => {
    const looked = lookedAt(gateway, [ghost('c1', 'submitted-to-system')]);
    expect(reportOf(looked, place).forgottenSubmissions).toEqual([]);
  });
});

describe('the report of a restore', () => {
  it('is written beside the backup, or where it is said', () => {
    const at = '2026-11-22T04:00:00.000Z';
    expect(reportFileOf({ folder: '/backup' }, at)).toBe('/backup/restored-2026-11-22T04-00-00.000Z.json');
    expect(reportFileOf({ folder: '/backup', report: '/reports/now.json' }, at)).toBe('/reports/now.json');
  });

  it('is refused where it cannot be written', () => {
    requireWritable({ folder: '/nowhere', report: join(tmpdir(), 'now.json') });
    expect(() => requireWritable({ folder: '/nowhere' })).toThrow('say another file by --report');
    expect(() => requireWritable({ folder: tmpdir(), report: '/nowhere/now.json' })).toThrow('--report');
  });
});

describe('a message on a topic', () => {
  const told = { source: 'c1', target: 'cases.v1', sequence: 1, entryhash: 'h', time: '2026-11-22T04:00:00.000Z' };
  const messageOf = (value: string): IncomingMessage => {
    const place = { topic: 'cases.v1', partition: 0, offset: '0', key: 'c1', headers: {}, timestamp: 0 };
    return { ...place, value: Buffer.from(value) };
  };

  it('tells an entry when it has all of one', () => {
    expect(eventOf(messageOf(JSON.stringify({ ...told, data: {} })))).toMatchObject(told);
  });

  it('tells none without its parts, whatever they are', () => {
    for (const part of [{ data: null }, { data: 'x' }, { data: {}, sequence: 0 }, { data: {}, entryhash: 7 }])
      expect(eventOf(messageOf(JSON.stringify({ ...told, ...part })))).toBeUndefined();
    for (const text of ['null', '[]', 'no JSON', '']) expect(eventOf(messageOf(text))).toBeUndefined();
  });

  it('is remembered with how far its dossier was, when it says so', () => {
    const ghostOfData = (data: object): Ghost | undefined => {
      const message = messageOf(JSON.stringify({ ...told, type: 'dossier.milestone', data }));
      const event = eventOf(message);
      return event && ghostOf(message, event);
    };
    const plain = { topic: 'cases.v1', partition: 0, offset: '0', ...told, type: 'dossier.milestone' };
    expect(ghostOfData({ milestone: 'handled' })).toEqual({ ...plain, milestone: 'handled' });
    expect(ghostOfData({})).toEqual(plain);
    expect(ghostOfData({ milestone: 7 })).toEqual(plain);
  });
});
