import { createSecretKey, randomBytes } from 'node:crypto';
import { createCaseFiles, createMemory, createMemoryStore, createNonces } from '@yimen/case-file';
import type { Caller } from '@yimen/http';
import { isRefusal } from '@yimen/kernel';
import { createKeyring } from '@yimen/personal-data';
import { describe, expect, it } from 'vitest';
import { aggregate, askers } from '../cases/case.fixture.ts';
import { createCatalogue } from '../catalogue/catalogue.ts';
import { compileSubject } from '../catalogue/subject.ts';
import { publications } from '../fixtures/items.fixture.ts';
import { paper } from '../fixtures/people.fixture.ts';
import type { GatewayParts } from '../parts.ts';
import { createSubmitCase } from './change-case.ts';
import { createFileCase } from './file-case.ts';

const key = () => createSecretKey(randomBytes(32));
const catalogue = createCatalogue();
for (const publication of publications({ kty: 'OKP', kid: 'k' })) {
  const subject = compileSubject(publication);
  if (!isRefusal(subject)) catalogue.put(subject);
}

describe('a draft that is handed in on a birthday', () => {
  it('is taken, and told to its department, with the age of that day', async () => {
    let now = Date.parse('2026-03-02T02:00:00.000Z');
    const clocks = { business: () => now, system: () => 0 };
    const keyring = createKeyring({ master: key(), masterKid: '1', blindIndexKey: key() });
    const store = createMemoryStore(createMemory());
    const cases = createCaseFiles({ aggregate, store, keyring, nonces: createNonces('a'), clocks });
    const numbers = { next: async () => '440604-2026-0000001-00' };
    const parts = { cases, catalogue, keyring, clocks, numbers, idKey: key() } as unknown as GatewayParts;
    const caller: Caller = { ...askers.citizen, roles: [] };
    const request = (more: object) =>
      ({ caller, idempotencyKey: 'once', digest: () => 'd', ...more }) as unknown as never;

    const applicant = { kind: 'person', name: '王小明', idNumber: '440604201003031234' };
    await createFileCase(parts)(request({ body: paper({ as: 'draft', applicant }) }));
    const [draft] = await cases.find({ where: { status: 'draft' }, limit: 1 });
    if (!draft) throw new Error('There is no draft.');
    const age = async () => (await cases.load(draft.id))?.state.filing?.derived.age;
    expect(await age()).toBe(15);

    const submit = () => createSubmitCase(parts)(request({ params: { id: draft.id } }));
    expect(await submit()).toMatchObject({ refusal: 'rule-not-met' }); // sixteen is the least
    now += 86_400_000;
    expect(await submit()).toMatchObject({ status: 200 });
    expect(await age()).toBe(16);
  });
});
