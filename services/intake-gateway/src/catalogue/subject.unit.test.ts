import { isRefusal, Outage } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { bundle, item, publications } from '../fixtures/items.fixture.ts';
import { createCatalogue } from './catalogue.ts';
import { compileSubject, planOf, type Subject } from './subject.ts';

const compiled = (publication: Parameters<typeof compileSubject>[0]): Subject => {
  const subject = compileSubject(publication);
  if (isRefusal(subject)) throw new Error(subject.message);
  return subject;
};
const offered = () => {
  const catalogue = createCatalogue();
  for (const publication of publications({ kty: 'OKP', kid: 'k' })) catalogue.put(compiled(publication));
  return catalogue;
};

describe('a catalogue', () => {
  it('offers the newest version and keeps the others for the cases that pinned them', () => {
    const catalogue = offered();
    catalogue.put(compiled({ kind: 'item', item: item('permit', { version: 3 }), keys: [] }));
    catalogue.put(compiled({ kind: 'item', item: item('permit', { version: 2 }), keys: [] }));
    expect(catalogue.find('permit')?.version).toBe(3);
    expect(catalogue.find('permit', 1)?.version).toBe(1);
    expect(catalogue.newest().filter(({ code }) => code === 'permit')).toHaveLength(1);
  });

  it('refuses what is unknown, part of a package only, or for other applicants', () => {
    const catalogue = offered();
    expect(catalogue.offered('nothing', undefined, 'person')).toMatchObject({ refusal: 'item-unknown' });
    expect(catalogue.offered('shop-seal', undefined, 'person')).toMatchObject({ refusal: 'item-not-standalone' });
    catalogue.put(compiled({ kind: 'item', item: item('firms', { applicants: ['organisation'] }), keys: [] }));
    expect(catalogue.offered('firms', undefined, 'person')).toMatchObject({ refusal: 'item-not-for-applicant' });
    expect(catalogue.offered('permit', 9, 'person')).toMatchObject({ refusal: 'item-unknown' });
  });
});

describe('a catalogue that is being read', () => {
  it('says of no item that there is none, and offers what it has', async () => {
    const catalogue = offered();
    const { promise: learnt, resolve } = Promise.withResolvers<void>();
    catalogue.incompleteUntil(learnt);
    expect(catalogue.isComplete()).toBe(false);
    expect(catalogue.find('permit')?.code).toBe('permit');
    for (const ask of [
      () => catalogue.find('nothing'),
      () => catalogue.item('permit', 9),
      () => catalogue.offered('nothing', undefined, 'person'),
      () => catalogue.newest(),
    ])
      expect(ask).toThrow(Outage);
    resolve();
    await learnt;
    expect(catalogue.isComplete()).toBe(true);
    expect(catalogue.offered('nothing', undefined, 'person')).toMatchObject({ refusal: 'item-unknown' });
  });
});

describe('a plan', () => {
  it('of a package names domain and department of each branch, and the organ of its lead', () => {
    const catalogue = offered();
    const plan = planOf(compiled({ kind: 'package', package: bundle() }), catalogue.item);
    expect(plan).toMatchObject({
      kind: 'package',
      acceptance: { by: 'lead', department: 'market-regulation' },
      days: 6,
      branches: [
        { key: 'found', domain: 'commerce-registration' },
        { key: 'seal', domain: 'household-registration' },
        { key: 'tax' },
      ],
    });
  });

  it('is not made while an item of the package is missing', () => {
    expect(planOf(compiled({ kind: 'package', package: bundle() }), () => undefined)).toMatchObject({
      refusal: 'item-unknown',
    });
  });

  it('of an instant item is not timed', () => {
    expect(
      planOf(compiled({ kind: 'item', item: item('x', { kind: 'instant' }), keys: [] }), () => undefined),
    ).toMatchObject({ days: 0 });
  });
});

describe('a publication', () => {
  it('is refused with a faulty rule, graph, group or delegation', () => {
    const edge = (branch: string) => ({ branch, onRefusal: 'stop' as const });
    const [found, seal, tax] = bundle().branches;
    if (!found || !seal || !tax) throw new Error('The fixture has three branches.');
    const faulty = [
      {
        kind: 'item',
        item: item('x', { rules: [{ code: 'r', holds: 'form.a.matches("b")', message: { zh: 'r', en: 'r' } }] }),
        keys: [],
      },
      {
        kind: 'item',
        item: item('x', { materials: [{ code: 'm', name: { zh: 'm', en: 'm' }, required: false, requiredWhen: '(' }] }),
        keys: [],
      },
      { kind: 'package', package: bundle({ branches: [{ ...found, after: [edge('seal')] }, seal, tax] }) },
      { kind: 'package', package: bundle({ released: [['found', 'nobody']] }) },
    ] as const;
    for (const publication of faulty) expect(isRefusal(compileSubject(publication))).toBe(true);
    const { delegation: _, ...without } = item('x');
    expect(compileSubject({ kind: 'item', item: without, keys: [] })).toMatchObject({ refusal: 'delegation-missing' });
  });
});
