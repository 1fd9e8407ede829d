import type { CaseFile, Entry } from '@yimen/case-file';
import { branchesTopic, casesTopic, compileEventValidators } from '@yimen/contracts';
import { isRefusal } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import * as the from '../cases/case.fixture.ts';
import { after, aggregate, ask, askers, fileOrder, filing } from '../cases/case.fixture.ts';
import { type CaseState, dossierIdOf } from '../cases/state.ts';
import { showRow } from '../cases/views/rows.ts';
import { createCatalogue } from '../catalogue/catalogue.ts';
import { compileSubject, planOf } from '../catalogue/subject.ts';
import { publications } from '../fixtures/items.fixture.ts';
import { createRendering } from './rendering.ts';

const catalogue = createCatalogue();
for (const publication of publications({ kty: 'OKP', kid: 'k' })) {
  const subject = compileSubject(publication);
  if (!isRefusal(subject)) catalogue.put(subject);
}
const { render } = createRendering({ catalogue, envelopes: { encryptTo: () => 'sealed' } });
const validators = compileEventValidators();

/** The state of a case of one item or package, accepted by law from its receipt. */
const accepted = (code: string): CaseState => {
  const subject = catalogue.find(code);
  const plan = subject && planOf(subject, catalogue.item);
  if (!plan || isRefusal(plan)) throw new Error(`There is no ${code}.`);
  const paper = { ...filing, form: { purpose: '开店' } };
  return after(
    [fileOrder({ plan, filing: paper }), askers.citizen],
    [{ step: 'wake' }, askers.system, '2026-03-09T16:00:00.000Z'],
  );
};

const opening = async (state: CaseState, branch: string) => {
  const file = { id: state.id, state } as unknown as CaseFile<CaseState>;
  const entry = { type: 'branch.opened', data: { branch } } as unknown as Entry;
  const address = { topic: branchesTopic('social-security'), target: dossierIdOf(state.id ?? '', branch), sequence: 1 };
  const data = await render(entry, address, file, async () => ({ applicant: {}, form: {} }));
  expect(validators.check('branch.opened', data)).toBeUndefined();
  return data;
};

describe('the opening of a branch', () => {
  it('says that the branch waited for others, whatever those brought forth, so that its own days begin then', async () => {
    const shop = accepted('open-shop');
    expect(await opening(shop, 'found')).not.toHaveProperty('waited');
    const { state } = ask(shop as Parameters<typeof ask>[0], the.decided('found'), {
      ...askers.branch,
      service: 'commerce-registration',
    });
    const silent = { ...state, branches: state.branches.map(({ outputs: _, ...branch }) => branch) };
    for (const branch of ['seal', 'tax'])
      expect(await opening(silent, branch)).toMatchObject({ waited: true, outputs: [], acceptedOn: '2026-03-02' });
  });

  it('says nothing of waiting where there is nobody to wait for', async () => {
    expect(await opening(accepted('permit'), 'permit')).not.toHaveProperty('waited');
  });
});

describe('a case that runs over its promised time', () => {
  it('is told to supervision as what it is, and marked in the lists', async () => {
    const late = ask(
      accepted('permit') as Parameters<typeof ask>[0],
      { step: 'wake' },
      askers.system,
      '2026-03-30T16:00:00.000Z',
    );
    const overdue = late.facts?.find(({ type }) => type === 'case.overdue');
    if (!overdue) throw new Error('Nothing is overdue.');
    const recorded = {
      ...overdue,
      n: 1,
      at: '2026-03-30T16:00:00.000Z',
      by: { subject: 's', kind: 'system' },
    } as const;
    const [address] = aggregate.addresses(recorded, late.state);
    expect(address).toEqual({ topic: casesTopic, target: casesTopic });
    if (!address) throw new Error('Nobody is told.');
    const file = { id: 'c', state: late.state } as unknown as CaseFile<CaseState>;
    const entry = recorded as unknown as Entry;
    const told = await render(entry, { ...address, sequence: 1 }, file, async () => ({}));
    expect(told).toMatchObject({ happened: 'overdue', status: 'accepted', dueOn: '2026-03-09' });
    expect(validators.check('case.overdue', told)).toBeUndefined();
    expect(showRow({ id: 'c', state: late.state }, catalogue)).toMatchObject({ overdue: true });
  });
});
