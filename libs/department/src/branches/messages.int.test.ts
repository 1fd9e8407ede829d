import type { JsonObject } from '@yimen/kernel';
import { eventually } from '@yimen/testing';
import { describe, expect, it } from 'vitest';
import { openCounter } from '../testing/counter.fixture.ts';
import { openedData } from '../testing/opened.ts';

const counter = openCounter();
const { ask, officer, open, opened } = counter;

describe('messages that are wrong or come again', () => {
  it('of an unknown item are put aside, and the topic goes on', async () => {
    const lost = await open('nobody-knows-it');
    const next = await opened('nod');
    expect(counter.stage.gateway.heard().some(({ source }) => source === lost)).toBe(false);
    expect(next).toBeTruthy();
  });

  it('open one dossier however often they come', async () => {
    const dossier = await opened('nod');
    const { data, sequence } = counter.stage.gateway.heard().find(({ source }) => source === dossier) ?? {};
    expect(sequence).toBe(1);
    const [caseId = ''] = dossier.split('.');
    await counter.stage.gateway.send({
      type: 'branch.opened',
      source: caseId,
      target: dossier,
      sequence: 1,
      data: openedData(caseId, { branch: 'one', item: { code: 'nod', version: 1 } }) as unknown as JsonObject,
    });
    await opened('nod');
    expect(counter.stage.gateway.heard().filter(({ source }) => source === dossier)).toHaveLength(1);
    expect(data).toBeTruthy();
  });

  it('of which one is missing are asked for again', async () => {
    const caseId = counter.stage.gateway.newCase();
    const target = `${caseId}.one`;
    await counter.stage.gateway.send({
      type: 'branch.withdrawal-asked',
      source: caseId,
      target,
      sequence: 2,
      data: { caseId, branch: 'one' },
    });
    const asked = await eventually(() =>
      counter.stage.gateway.heard().find(({ type, target: to }) => type === 'relay.requested' && to === caseId),
    );
    expect(asked.data).toMatchObject({ source: caseId, target, from: 1 });
  });

  it('are told again when the gateway asks', async () => {
    const dossier = await opened('nod');
    const [caseId = ''] = dossier.split('.');
    await counter.stage.gateway.send({
      type: 'relay.requested',
      source: caseId,
      target: dossier,
      sequence: 0,
      data: { source: dossier, target: caseId, from: 1 },
    });
    await eventually(() => counter.stage.gateway.heard().filter(({ source }) => source === dossier).length === 2);
  });
});

describe('the items of a department', () => {
  it('are published with their keys, once', async () => {
    const published = await eventually(() => counter.stage.gateway.heard().find(({ source }) => source === 'stamp@1'));
    expect(published).toMatchObject({
      type: 'item.published',
      sequence: 1,
      data: { item: { code: 'stamp' }, keys: [{ kty: 'OKP', crv: 'X25519' }] },
    });
    expect(counter.stage.gateway.heard().filter(({ source }) => source === 'stamp@1')).toHaveLength(1);
  });
});

describe('every question to the database', () => {
  it('is answered by an index', async () => {
    await ask('get', '/work-list?tier=department&role=handler&item=nod&mine=true', { as: await officer('li') });
    await ask('get', '/work-list?review=true', { as: await officer('li') });
    await ask('get', '/arrivals?system=L99', { as: await officer('li') });
    await opened('nod');
    const { indexed, scanned } = await counter.stage.questions();
    expect(scanned).toEqual([]);
    expect(indexed).toBeGreaterThan(0);
  });
});
