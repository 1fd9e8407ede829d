import type { ExchangeEvent, Polls } from '@yimen/adapter';
import type { JsonObject } from '@yimen/kernel';
import { Outage } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { MORNING, opening, SYSTEM_NOW } from '../dossier/dossier.fixture.ts';
import { clocks, openFiles, openSubmitting } from '../dossier/files.fixture.ts';
import { createPreparing } from './preparing.ts';

const { opening: usual } = opening();
const saying = (word: string) => ({ opening: { ...usual, form: { word } } });

const open = (fault: () => Error) => {
  const files = openFiles();
  const odd: JsonObject[] = [];
  const putOff: string[] = [];
  const rules = {
    'seal-record': {
      submission: ({ form }: { form: JsonObject }) => {
        if (form['word'] === 'bad') throw fault();
        return { word: form['word'] };
      },
    },
  };
  const tell = (id: string, exchange: string, event: ExchangeEvent) =>
    files.handle(
      id,
      { step: 'exchange', actor: { subject: 'r', kind: 'system' }, at: MORNING, exchange, event },
      { id: `${id}:${event.event}` },
    );
  const broken = { ...files, load: async (id: string) => (id === 'lost' ? Promise.reject(fault()) : files.load(id)) };
  const prepare = createPreparing({
    files: broken,
    rules,
    clocks,
    tell,
    polled: async () => undefined,
    putOff: async (id) => void putOff.push(id),
    onOdd: (facts) => void odd.push(facts),
  });
  const next = (ids: readonly string[], polls: Readonly<Record<string, Polls>> = {}) =>
    Promise.all(ids.map((dossierId) => prepare({ dossierId, system: 'L06', dueBy: SYSTEM_NOW, polls })));
  return { files, odd, putOff, tell, next };
};

describe('a dossier of which no submission can be made', () => {
  it('goes to a human and holds up none of those behind it', async () => {
    const { files, odd, putOff, next } = open(() => new TypeError('of the rule'));
    await openSubmitting(files, 'a', saying('bad'));
    await openSubmitting(files, 'b', saying('good'));
    expect(await next(['lost', 'a', 'b'])).toMatchObject([
      undefined,
      undefined,
      { dossierId: 'b', input: { word: 'good' } },
    ]);
    expect((await files.load('a'))?.state).toMatchObject({
      milestone: 'needs-review',
      exchanges: [{ status: 'needs-review', detail: 'a submission could not be made of the dossier: TypeError' }],
    });
    expect(putOff).toEqual(['lost']);
    expect(odd).toContainEqual({ dossierId: 'lost', fault: 'TypeError' });
    expect(odd).toContainEqual({ dossierId: 'a', fault: 'TypeError' });
  });

  it('is asked about all the same when the submission had gone out', async () => {
    const { files, tell, next } = open(() => new TypeError('of the rule'));
    await openSubmitting(files, 'a', saying('bad'));
    await tell('a', '1', { event: 'started', at: SYSTEM_NOW });
    expect(await next(['a'])).toMatchObject([{ dossierId: 'a', exchange: { status: 'sent' } }]);
  });

  it('waits with all others while something is away', async () => {
    const { files, putOff, odd, next } = open(() => new Outage('away'));
    await openSubmitting(files, 'a', saying('bad'));
    await expect(next(['a'])).rejects.toBeInstanceOf(Outage);
    await expect(next(['lost'])).rejects.toBeInstanceOf(Outage);
    expect([putOff, odd]).toEqual([[], []]);
    expect((await files.load('a'))?.state.exchanges[0]?.status).toBe('wanted');
  });
});
