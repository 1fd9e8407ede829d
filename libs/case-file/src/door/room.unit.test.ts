import { describe, expect, it } from 'vitest';
import { closeIt, fileFor, openOffice, renameTo } from '../testing/office.ts';
import { MORNING, officer } from '../testing/permit.ts';

const filed = async (limits = {}) => {
  const office = openOffice({ limits });
  await office.files.handle('p1', fileFor('A'), { id: 'k' }, { create: true });
  return office;
};

describe('what does not fit', () => {
  it('into one entry is refused, and nothing is written', async () => {
    const { files } = await filed({ eventLimitBytes: 1_000 });
    const outcome = await files.handle('p1', renameTo('长'.repeat(400)), { id: 'k2' });
    expect(outcome).toMatchObject({ refusal: 'event-too-large' });
    expect((await files.load('p1'))?.version).toBe(1);
  });

  it('into the document is refused to people first, to nobody else until it is full', async () => {
    const { files } = await filed({ humanLimitBytes: 500, documentLimitBytes: 6_000 });
    expect(await files.handle('p1', renameTo('B'), { id: 'k2' })).toMatchObject({ refusal: 'history-full' });
    const wake = { step: 'hear', word: 'fact', actor: { subject: 's', kind: 'service' }, at: MORNING } as const;
    let outcome: unknown;
    for (let i = 0; i < 30; i++) outcome = await files.handle('p1', { ...wake, word: `${i}` }, { id: `w${i}` });
    expect(outcome).toMatchObject({ refusal: 'document-full' });
    const bytes = Buffer.byteLength(JSON.stringify(await files.load('p1')));
    expect(bytes).toBeGreaterThan(3_000);
    expect(bytes).toBeLessThan(6_500);
  });

  it('because too many others would have to be told is refused', async () => {
    const office = openOffice({ limits: { partnersLimit: 3 } });
    const tellTo = ['d1', 'd2', 'd3'];
    expect(await office.files.handle('p1', fileFor('A', { tellTo }), { id: 'k' }, { create: true })).toMatchObject({
      refusal: 'too-many-partners',
    });
  });

  it('into the room kept for decisions is refused to people, though only the state has grown', async () => {
    const { files } = await filed({ humanLimitBytes: 8_000, hotEntries: 2, segmentEntries: 2 });
    const long = renameTo('long'.repeat(1_500));
    expect(await files.handle('p1', long, { id: 'k2' })).toMatchObject({ refusal: 'history-full' });
    const fact = { step: 'hear', word: 'long'.repeat(1_500), actor: { subject: 's', kind: 'service' } } as const;
    expect(await files.handle('p1', { ...fact, at: MORNING }, { id: 'k3' })).toMatchObject({ replayed: false });
    expect(await files.handle('p1', closeIt, { id: 'k4' })).toMatchObject({ replayed: false });
  });

  it('into storage unchanged is refused with the place', async () => {
    const { files } = await filed();
    expect(await files.handle('p1', renameTo('\ud800'), { id: 'k2' })).toMatchObject({
      refusal: 'not-storable',
      params: { pointer: '/title' },
    });
  });
});

describe('the revision', () => {
  it('moves with what people edit and with nothing else', async () => {
    const { files } = await filed();
    const endorse = { step: 'endorse', department: 'd', actor: officer, at: MORNING } as const;
    expect(await files.handle('p1', endorse, { id: 'k2' })).toMatchObject({ revision: 1 });
    expect(await files.handle('p1', renameTo('B'), { id: 'k3' }, { ifMatch: 1 })).toMatchObject({ revision: 2 });
    expect(await files.handle('p1', closeIt, { id: 'k4' }, { ifMatch: 2 })).toMatchObject({ revision: 2 });
  });
});

describe('too many commands at once', () => {
  it('are an outage before the process suffers', async () => {
    const office = openOffice({ limits: { queueLimit: 3 } });
    const results = await Promise.allSettled(
      ['p1', 'p2', 'p3', 'p4'].map((id) => office.files.handle(id, fileFor('A'), { id: 'k' }, { create: true })),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
  });
});

describe('a database that never answers', () => {
  it('is an outage to the caller after a while', async () => {
    const office = openOffice({
      limits: { answerTimeoutMs: 1 },
      store: (store) => ({ ...store, write: () => new Promise(() => {}) }),
    });
    await expect(office.files.handle('p1', fileFor('A'), { id: 'k' }, { create: true })).rejects.toThrow('in time');
  });
});
