import { createSecretKey, randomBytes } from 'node:crypto';
import { createCaseFiles, createMemory, createMemoryStore, createNonces } from '@yimen/case-file';
import type { Caller } from '@yimen/http';
import { isRefusal } from '@yimen/kernel';
import { createKeyring } from '@yimen/personal-data';
import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../catalogue/catalogue.ts';
import type { GatewayParts } from '../parts.ts';
import { blindIndexesOf } from '../receipt/applicant.ts';
import { aggregate, askers, commandOf, fileOrder, filing, MORNING, plan } from './case.fixture.ts';
import { createListCases, createSearchCases } from './lists.ts';

const NAME = '王伟';
const VILLAGE = '440604012200';
const ELSEWHERE = '440604011001';
const keyring = createKeyring({
  master: createSecretKey(randomBytes(32)),
  masterKid: '1',
  blindIndexKey: createSecretKey(randomBytes(32)),
});
const clocks = { business: () => Date.parse(MORNING), system: () => 0 };

/** A window whose cases are all of one name; each later than the one before. */
const openWindow = () => {
  const store = createMemoryStore(createMemory());
  const cases = createCaseFiles({ aggregate, store, keyring, nonces: createNonces('a'), clocks });
  const parts = { cases, keyring, clocks, catalogue: createCatalogue() } as unknown as GatewayParts;
  let filed = 0;
  const file = async (division: string, differing: Parameters<typeof fileOrder>[0] = {}): Promise<string> => {
    const [at, n] = [new Date(Date.parse(MORNING) + ++filed * 1_000).toISOString(), String(filed).padStart(22, 'c')];
    const blind = blindIndexesOf({ name: NAME, idNumber: n }, keyring);
    const order = fileOrder({ id: n, division, number: n, filing: { ...filing, blind }, ...differing });
    const personal = { applicant: {}, form: {} };
    const outcome = await cases.handle(n, commandOf(order, askers.citizen, at), { id: n }, { create: true, personal });
    if (isRefusal(outcome)) throw new Error(outcome.message);
    return n;
  };
  return { parts, file };
};

type Rows = { readonly cases: readonly { readonly id: string }[]; readonly next?: string };
const rowsOf = (answer: unknown): Rows => (answer as { body: Rows }).body;
const clerk: Caller = { ...askers.clerk, roles: [...askers.clerk.roles], division: VILLAGE };

describe('a search by a common name', () => {
  const search = async (parts: GatewayParts, caller: Caller) => {
    const request = { caller, body: { name: NAME } } as unknown as Parameters<ReturnType<typeof createSearchCases>>[0];
    return rowsOf(await createSearchCases(parts)(request)).cases.map(({ id }) => id);
  };

  it('finds the one of the scope, however many newer ones there are elsewhere', async () => {
    const { parts, file } = openWindow();
    const own = await file(VILLAGE);
    for (let i = 0; i < 21; i++) await file(ELSEWHERE);
    expect(await search(parts, clerk)).toEqual([own]);
  });

  it('finds the one that concerns a department, however many newer ones do not', async () => {
    const { parts, file } = openWindow();
    const own = await file(VILLAGE);
    const [branch] = plan().branches;
    if (!branch) throw new Error('a plan without branches');
    const other = plan({
      acceptance: { by: 'department', department: 'finance', organ: '财政局' },
      branches: [{ ...branch, department: 'finance' }],
    });
    for (let i = 0; i < 45; i++) await file(VILLAGE, { plan: other });
    expect(await search(parts, { ...askers.lead, roles: ['handler'], department: 'human-resources' })).toEqual([own]);
  });

  it('answers twenty, the newest first', async () => {
    const { parts, file } = openWindow();
    const filed: string[] = [];
    for (let i = 0; i < 25; i++) filed.unshift(await file(VILLAGE));
    expect(await search(parts, clerk)).toEqual(filed.slice(0, 20));
  });
});

describe('a list by status', () => {
  it('goes on where its page ended, inside the scope', async () => {
    const { parts, file } = openWindow();
    const filed: string[] = [];
    for (let i = 0; i < 5; i++) {
      filed.unshift(await file(VILLAGE));
      await file(ELSEWHERE);
    }
    const found: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 3; pages++) {
      const query = { status: 'submitted', limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const request = { caller: clerk, query } as unknown as Parameters<ReturnType<typeof createListCases>>[0];
      const { cases, next } = rowsOf(await createListCases(parts)(request));
      found.push(...cases.map(({ id }) => id));
      cursor = next;
    }
    expect(found).toEqual(filed);
  });
});
