import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { openCounter } from '../testing/counter.fixture.ts';

const counter = openCounter();
const { officer } = counter;

describe('a material', () => {
  const PDF = '%PDF-1.7 a plan';
  const openWith = async (sha256: string) => {
    const caseId = counter.stage.gateway.newCase();
    counter.stage.surroundings.file(caseId, 'f1', PDF);
    const material = { code: 'plan', form: 'electronic', fileId: 'f1', mediaType: 'application/pdf', sha256 } as const;
    const dossier = await counter.stage.gateway.open(caseId, {
      branch: 'one',
      item: { code: 'nod', version: 1 },
      materials: [material],
    });
    await counter.stage.gateway.hears(dossier, 'dossier.opened');
    return dossier;
  };
  const read = async (dossier: string, file = 'f1', claims: object = {}) =>
    supertest(counter.stage.url)
      .get(`/dossiers/${dossier}/materials/${file}`)
      .set('authorization', await officer('li', claims));

  it('is streamed from the gateway', async () => {
    const sha256 = counter.stage.surroundings.file('none', 'f1', PDF);
    const response = await read(await openWith(sha256));
    expect([response.headers['content-type'], response.body.toString()]).toEqual(['application/pdf', PDF]);
    expect((await read(await openWith(sha256), 'f2')).status).toBe(404);
  });

  it('is for those who work on the dossier, not for a contractor, nor for a supervisor who may see it', async () => {
    const dossier = await openWith(counter.stage.surroundings.file('none', 'f1', PDF));
    for (const claims of [{ outsourced: true }, { roles: ['supervisor'] }])
      expect((await read(dossier, 'f1', claims)).body.type).toBe('urn:yimen:problem:material-unknown');
  });

  it('breaks off when it is not what was recorded', async () => {
    const dossier = await openWith('0'.repeat(64));
    await expect(read(dossier)).rejects.toThrow(/aborted|hang up|terminated/);
  });
});
