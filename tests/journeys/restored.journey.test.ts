import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { exchangeKey } from '@yimen/adapter';
import { type Stack, startStack } from '@yimen/local';
import {
  backup,
  findMongoTools,
  listDead,
  loseStore,
  type RestoreReport,
  restore,
  resume,
  resumeRestore,
  takeStock,
  targetOf,
} from '@yimen/ops';
import { eventually } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Acknowledged, type District, hasten, openDistrict, restoreOnly } from './src/restore/district.ts';
import type { Case } from './src/words.ts';

const CENTRE = 'demo-centre-clerk';
const LEAD = 'demo-market-regulation-handler';
const PATIENCE = { tries: 300, pauseMs: 200 };
/** A moment is chosen to the second. */
const SECOND_MS = 1_000;
const say = (): void => {};
/** The operator's terminal is closed when data is back and nothing is known yet. */
const cutOff = (sentence: string): void => {
  if (sentence.startsWith('verifying commerce')) throw new Error('cut off');
};

let stack: Stack;
let district: District;
let report: RestoreReport;
/** What a service says that is started between the two. */
let halfway: unknown;
let until: number;
const folder = mkdtempSync(join(tmpdir(), 'yimen-backup-'));

/** Companies filed before the moment; accepted, licensed and sent to L21 after it. */
const companies: Acknowledged[] = [];
/** Filed and accepted all the time, decided by L01, which takes the same thing twice. */
const signIns: Acknowledged[] = [];
const ledgers = new Map<string, number>();

/** Sign-ins that one of the load files per second, at most. */
const PER_SECOND = 5;

const signIn = async (open: () => boolean): Promise<void> => {
  while (open()) {
    await pause(SECOND_MS / PER_SECOND);
    const one = await district.file('unemployment-benefit-sign-in', randomUUID());
    await district.accept(one.id, CENTRE);
    signIns.push(one);
  }
};

const licensed = async (id: string): Promise<void> => {
  expect((await district.accept(id, LEAD)).status).toBe(200);
  await district.approve(id, 'establishment', ['handler', 'reviewer']);
};

const establishment = ({ branches }: Case) => branches.find(({ key }) => key === 'establishment');

const doubleSubmissions = async (): Promise<number> => {
  let double = 0;
  for (const system of ['L21', 'L06', 'L23', 'L01']) {
    const { submissions, duplicates } = await district.ledger(system);
    expect(new Set(submissions.map(({ key }) => key)).size).toBe(submissions.length);
    double += duplicates;
  }
  return double;
};

/** Load · base · load · the moment · load · the log · load · everything dies and the store is gone · restored to the moment, in two goes. */
beforeAll(async () => {
  stack = await startStack({ env: process.env });
  district = openDistrict(stack);
  const target = targetOf(stack);
  const tools = await findMongoTools(process.env['PATH'] ?? '', say);
  await eventually(() => district.file('open-company', randomUUID()), PATIENCE);
  for (let n = 0; n < 4; n++) companies.push(await district.file('open-company', randomUUID()));

  let open = true;
  const load = [signIn(() => open), signIn(() => open)];
  await pause(2 * SECOND_MS);
  await backup({ target, tools, folder, say });
  // what waits to be sent at the moment will have been sent when all is lost
  await district.switchL01(false);
  await pause(2 * SECOND_MS);
  until = (Math.floor(Date.now() / SECOND_MS) + 1) * SECOND_MS;
  await pause(until - Date.now() + SECOND_MS / 2);
  await district.switchL01(true);
  for (const { id } of companies) await licensed(id);
  await backup({ target, tools, folder, say });
  await pause(SECOND_MS);
  for (const { id } of companies)
    await eventually(async () => establishment((await district.read(id)).body)?.status === 'granted', PATIENCE);
  open = false;
  await Promise.all(load);
  for (const { id } of signIns)
    await eventually(async () => (await district.read(id)).body.status === 'closed', PATIENCE);
  for (const system of ['L21', 'L01']) ledgers.set(system, (await district.ledger(system)).submissions.length);

  await loseStore(stack);
  await expect(restore({ target, tools, folder, until: new Date(until).toISOString(), say: cutOff })).rejects.toThrow(
    'cut',
  );
  halfway = await stack.restart('social-security').catch((error: unknown) => error);
  report = await resumeRestore({ target, folder, say });
  hasten(stack, ['commerce-registration', 'household-registration', 'social-security']);
  await resume(stack);
  await district.switchL01(true); // as it was at the moment: off
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a store that was restored to a moment while topics and legacy systems went on', () => {
  it('lets no service start before it is known what is lost, and goes on where it was cut off', () => {
    expect(String(halfway)).toContain('A restore of this database has not come to its end');
    expect(report.missing).toEqual([]);
  });

  it('has a whole chain in every file', () => {
    const chains = Object.values(report.chains);
    expect(chains.flatMap(({ broken }) => broken)).toEqual([]);
    expect(chains.reduce((sum, { files }) => sum + files, 0)).toBeGreaterThan(companies.length);
  });

  it('has what was acknowledged before the moment, and names every case that was lost after it', async () => {
    const before = signIns.filter(({ at }) => at < until - SECOND_MS);
    const after = signIns.filter(({ at }) => at > until + SECOND_MS);
    expect(before.length).toBeGreaterThan(0);
    expect(after.length).toBeGreaterThan(0);
    const found = await Promise.all(before.map(async ({ id }) => (await district.read(id)).status));
    expect(found.filter((status) => status !== 200)).toEqual([]);
    const lost = new Map(report.lostCases.map(({ id, number }) => [id, number]));
    for (const { id, number } of after) expect([id, lost.get(id)]).toEqual([id, number]);
  });

  it('shows a human the cases that others know more of, and an operator what their systems may have', async () => {
    for (const { id } of companies) {
      expect(report.setBack).toContainEqual(expect.objectContaining({ id, service: 'intake-gateway' }));
      expect(report.forgottenSubmissions).toContainEqual({
        id: `${id}.establishment`,
        service: 'commerce-registration',
      });
      const { body } = await district.read(id);
      expect(body).toMatchObject({ status: 'submitted', humanNeeded: ['restored'] });
    }
  });

  it('hands out no number twice', async () => {
    const known = new Set([...companies, ...signIns].map(({ number }) => number));
    const fresh = await district.file('open-company', randomUUID());
    expect(known.has(fresh.number)).toBe(false);
    for (const number of known) expect(fresh.number > number).toBe(true);
  });

  it('gets every exchange to its end, by asking the system first', async () => {
    const before = signIns.filter(({ at }) => at < until - SECOND_MS);
    for (const { id } of before)
      await eventually(async () => (await district.read(id)).body.status === 'closed', PATIENCE);
    expect(await doubleSubmissions()).toBe(0);
  });

  it('takes the lost acts again without a second submission: the system says that it has it', async () => {
    for (const { id } of companies) await licensed(id);
    for (const { id } of companies)
      await eventually(async () => establishment((await district.read(id)).body)?.status === 'granted', PATIENCE);
    expect((await district.ledger('L21')).submissions).toHaveLength(ledgers.get('L21') ?? 0);
    expect(await doubleSubmissions()).toBe(0);
  });

  it('takes a lost case again under the key it had, as the same case, and does not submit it twice', async () => {
    const [lost] = signIns.filter(({ at }) => at > until + SECOND_MS);
    if (!lost) throw new Error('Nothing was lost.');
    const again = await district.file(lost.item, lost.key);
    expect(again.id).toBe(lost.id);
    expect(again.number).not.toBe(lost.number);
    await district.accept(again.id, CENTRE);
    await eventually(async () => (await district.read(again.id)).body.status === 'closed', PATIENCE);
    const { branches } = (await district.read(again.id)).body;
    const sent = (await district.ledger('L01')).submissions.map(({ key }) => key);
    expect(sent.filter((key) => key === exchangeKey(branches[0]?.dossierId ?? '', 1))).toHaveLength(1);
  });

  it('goes on with new cases, and nothing was put aside', async () => {
    const one = await district.file('unemployment-benefit-sign-in', randomUUID());
    await district.accept(one.id, CENTRE);
    await eventually(async () => (await district.read(one.id)).body.status === 'closed', PATIENCE);
    expect(await doubleSubmissions()).toBe(0);
    for (const topic of ['branches.social-security.v1.dead', 'dossiers.social-security.v1.dead'])
      expect((await listDead(stack.urls.kafkaBrokers, topic)).map(({ reason }) => reason)).toEqual([]);
  });
});

describe('a gateway that is set back alone, while the departments went on', () => {
  const alone = mkdtempSync(join(tmpdir(), 'yimen-backup-'));
  const cases: Acknowledged[] = [];
  const statusOf = async (id: string) => (await district.read(id)).body.status;
  let submissions: number;

  beforeAll(async () => {
    const target = targetOf(stack);
    const tools = await findMongoTools(process.env['PATH'] ?? '', say);
    for (let n = 0; n < 2; n++) cases.push(await district.file('open-company', randomUUID()));
    const manifest = await backup({ target, tools, folder: alone, say });
    for (const { id } of cases) await licensed(id);
    for (const { id } of cases) {
      await eventually(async () => establishment((await district.read(id)).body)?.status === 'granted', PATIENCE);
      await district.approve(id, 'statistics', ['handler']);
    }
    for (const { id } of cases) await eventually(async () => (await statusOf(id)) === 'closed', PATIENCE);
    submissions = (await district.ledger('L21')).submissions.length;

    await stack.kill('intake-gateway');
    await restoreOnly({ url: target.mongodbUrl, tools, folder: alone, database: 'intake_gateway' });
    const point = new Date().toISOString();
    const own = { ...target, services: ['intake-gateway'] as const };
    const seen = await takeStock({ target: own, folder: alone, manifest, point, say });
    expect(seen.setBack.map(({ id }) => id)).toEqual(expect.arrayContaining(cases.map(({ id }) => id)));
    await stack.restart('intake-gateway');
  });
  afterAll(() => rmSync(alone, { recursive: true, force: true }));

  it('calls a human for its cases, and needs no officer to decide again what the departments have decided', async () => {
    for (const { id } of cases)
      expect((await district.read(id)).body).toMatchObject({ status: 'submitted', humanNeeded: ['restored'] });
    for (const { id } of cases) expect((await district.accept(id, LEAD)).status).toBe(200);
    for (const { id } of cases) await eventually(async () => (await statusOf(id)) === 'closed', PATIENCE);
    expect((await district.ledger('L21')).submissions).toHaveLength(submissions);
    expect(await doubleSubmissions()).toBe(0);
  });
});
