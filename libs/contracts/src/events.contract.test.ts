import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from 'vitest';
import { generators } from './generated.ts';
import { compileEventReaders, compileEventValidators, createCompiler, loadEvents } from './index.ts';

describe('the AsyncAPI document', () => {
  it('is one, says the AsyncAPI parser', async () => {
    const { diagnostics } = await new Parser().parse(JSON.stringify(loadEvents().document));
    expect(diagnostics.filter(({ severity }) => severity === 0).map(({ message, path }) => [message, path])).toEqual(
      [],
    );
  });

  it('sends every type somewhere, and nothing that has no type', () => {
    const { data, channels } = loadEvents();
    expect(new Set([...channels.values()].flat())).toEqual(new Set(data.keys()));
  });
});

describe('the validators of events', () => {
  const validators = compileEventValidators();

  it('take data that fits', () => {
    expect(validators.check('branch.withdrawal-asked', { caseId: 'c1', branch: 'seal-record' })).toBeUndefined();
  });

  it('point at what does not fit', () => {
    expect(validators.check('branch.withdrawal-asked', { caseId: 'c1', branch: 'Seal!' })).toMatchObject({
      refusal: 'event-unreadable',
      params: { pointer: '/branch' },
    });
    expect(validators.check('branch.withdrawal-asked', { caseId: 'c1', branch: 'a', extra: 1 })).toMatchObject({
      refusal: 'event-unreadable',
    });
  });

  it('tell an unknown type from an unreadable one', () => {
    expect(validators.knows('branch.opened')).toBe(true);
    expect(validators.knows('branch.vanished')).toBe(false);
    expect(validators.check('branch.vanished', {})).toMatchObject({ refusal: 'event-unknown' });
  });
});

describe('the readers of events', () => {
  const readers = compileEventReaders();

  it('pass over what a newer version has added, and hand on only what they know', () => {
    const data = { caseId: 'c1', branch: 'a', extra: 1 };
    expect(readers.check('branch.withdrawal-asked', data)).toBeUndefined();
    expect(data).toEqual({ caseId: 'c1', branch: 'a' });
  });

  it('still put aside what lacks something or does not fit', () => {
    expect(readers.check('branch.withdrawal-asked', { caseId: 'c1', extra: 1 })).toMatchObject({
      refusal: 'event-unreadable',
    });
  });

  it('take publications whole or not at all', () => {
    expect(readers.check('package.published', { extra: 1 })).toMatchObject({ refusal: 'event-unreadable' });
  });
});

describe('the envelope', () => {
  const { document } = loadEvents();
  const check = createCompiler(document)('/components/messages/branch.withdrawal-asked/payload');
  const event = {
    specversion: '1.0',
    id: 'c1/3/abcdef12',
    source: 'c1',
    type: 'branch.withdrawal-asked',
    subject: 'c1',
    time: '2026-11-20T01:30:00.000Z',
    datacontenttype: 'application/json',
    sequence: 1,
    target: 'c1.seal-record',
    entryhash: 'abcdef1234',
    data: { caseId: 'c1', branch: 'seal-record' },
  };

  it('holds one type with its data', () => {
    expect(check(event)).toBeUndefined();
    expect(check({ ...event, type: 'branch.opened' })).toMatchObject([{ instancePath: '/type' }]);
    expect(check({ ...event, data: {} })).toMatchObject([{ instancePath: '/data' }]);
    expect(check({ ...event, sequence: -1 })).toMatchObject([{ instancePath: '/sequence' }]);
  });
});

describe('generated types', () => {
  it.each([...generators().keys()])('%s is what its source says now', async (path) => {
    const text = await generators().get(path)?.();
    expect(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')).toBe(text);
  });
});
