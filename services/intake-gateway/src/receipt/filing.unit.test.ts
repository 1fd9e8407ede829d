import { createSecretKey, randomBytes } from 'node:crypto';
import { isRefusal } from '@yimen/kernel';
import { createKeyring } from '@yimen/personal-data';
import { describe, expect, it } from 'vitest';
import { askers } from '../cases/case.fixture.ts';
import { createCatalogue } from '../catalogue/catalogue.ts';
import { compileSubject, type Subject } from '../catalogue/subject.ts';
import { publications } from '../fixtures/items.fixture.ts';
import { paper as papers } from '../fixtures/people.fixture.ts';
import { joinPaper, type Paper, partPaper } from './filing.ts';

const keyring = createKeyring({
  master: createSecretKey(randomBytes(32)),
  masterKid: '1',
  blindIndexKey: createSecretKey(randomBytes(32)),
});
const catalogue = createCatalogue();
for (const publication of publications({ kty: 'OKP', kid: 'k' })) {
  const subject = compileSubject(publication);
  if (!isRefusal(subject)) catalogue.put(subject);
}
const subjectOf = (code: string): Subject => {
  const subject = catalogue.find(code);
  if (!subject) throw new Error(`There is no ${code}.`);
  return subject;
};
const seam = { catalogue, keyring, asker: askers.citizen, today: '2026-03-02' };
const paper = (differing: object = {}): Paper => papers(differing) as Paper;
const part = (differing: object = {}, whole = true, code = 'permit') =>
  partPaper(seam, subjectOf(code), paper(differing), whole);

describe('a paper at the seam', () => {
  it('is parted so that nothing personal stays in the open half, and joined again', () => {
    const parted = part();
    if (isRefusal(parted)) throw new Error(parted.message);
    const open = JSON.stringify(parted.filing);
    for (const secret of ['王小明', '440604199003071236', '13800138000', '13912345678', '祖庙路'])
      expect(open).not.toContain(secret);
    expect(parted.filing).toMatchObject({
      form: { purpose: '开办小店' },
      derived: { applicantKind: 'person', age: 35 },
      applicant: 'citizen',
    });
    expect(joinPaper(parted.filing, parted.personal).form).toEqual({ purpose: '开办小店', mobile: '13912345678' });
  });

  it('is parted from what was noted to its materials, which needs nothing where nobody noted anything', () => {
    const materials = [
      { code: 'application', form: 'paper' },
      { code: 'photo', form: 'paper', copies: 2, note: '本人王小明，电话13800138000' },
    ] as const;
    const parted = part({ materials }, false);
    if (isRefusal(parted)) throw new Error(parted.message);
    expect(parted.filing.materials).toEqual([
      { code: 'application', form: 'paper' },
      { code: 'photo', form: 'paper', copies: 2 },
    ]);
    expect(joinPaper(parted.filing, parted.personal).materials).toEqual(materials);
    const silent = part();
    expect(isRefusal(silent) ? [] : Object.keys(silent.personal)).toEqual(['applicant', 'form']);
  });

  it('derives the age and never the sex', () => {
    const parted = part();
    expect(isRefusal(parted) ? {} : Object.keys(parted.filing.derived)).toEqual(['applicantKind', 'age']);
  });

  it('finds the same person by the same blind index, however the number is written', () => {
    const indexOf = (idNumber: string, name: string) => {
      const parted = part({ applicant: { kind: 'person', name, idNumber } });
      return isRefusal(parted) ? parted : parted.filing.blind;
    };
    expect(indexOf('11010519491231002x', '王 小明')).toEqual(indexOf('11010519491231002X', '王小明'));
    expect(indexOf('440604199003071236', '王小明')).not.toEqual(indexOf('440605198802295676', '王小明'));
  });

  it.each([
    [
      { applicant: { kind: 'person', name: '王', idNumber: '440604199003071237' } },
      'resident-id-invalid',
      '/applicant/idNumber',
    ],
    [
      { applicant: { kind: 'organisation', name: '公司', idNumber: '91440604MA4W12346X' } },
      'credit-code-invalid',
      '/applicant/idNumber',
    ],
    [{ materials: [] }, 'materials-missing', '/materials'],
    [{ materials: [{ code: 'application', form: 'fact' }] }, 'materials-missing', '/materials'],
    [
      {
        materials: [
          { code: 'application', form: 'paper' },
          { code: 'photo', form: 'paper' },
        ],
      },
      'material-unknown',
      '/materials/1/code',
    ],
    [
      { applicant: { kind: 'person', name: '王小', idNumber: '440604202604010011' } },
      'resident-id-invalid',
      '/applicant/idNumber',
    ],
    [{ form: { purpose: '开办小店', mobile: '13912345678', staff: [{}, {}] } }, 'materials-missing', '/materials'],
  ])('is refused with the field that is wrong: %j → %s', (differing, refusal, pointer) => {
    expect(part(differing)).toMatchObject({ refusal, params: { pointer } });
  });

  it('is refused by an intake rule in the rule’s own words', () => {
    const child = { kind: 'person', name: '小王', idNumber: '440604201604010017' };
    const asked = part({ applicant: child });
    expect(asked).toMatchObject({ refusal: 'rule-not-met', params: { rule: 'of-age', zh: '年满十六周岁' } });
  });

  it('points at the field of the form', () => {
    expect(part({ form: { purpose: '开办小店', mobile: 'x' } })).toMatchObject({
      refusal: 'form-invalid',
      complaints: [{ instancePath: '/form/mobile' }],
    });
  });

  it('points into the filed form also when the item of a branch complains', () => {
    const asked = part(
      { form: { purpose: '开办小店', mobile: '13912345678', staff: [{ post: 'x' }] } },
      true,
      'open-shop',
    );
    expect(isRefusal(asked)).toBe(false);
  });

  it('may be incomplete as a draft, with a valid applicant', () => {
    expect(isRefusal(part({ form: {}, materials: [] }, false))).toBe(false);
    expect(part({ form: { unknown: 1 } }, false)).toMatchObject({ refusal: 'form-invalid' });
  });

  it('of an agent is for the agent’s own organisation', () => {
    const agent = { ...askers.citizen, kind: 'firm-agent', organisation: '91440604MA4W12346R' } as const;
    const filed = (idNumber: string) =>
      partPaper(
        { ...seam, asker: agent },
        subjectOf('permit'),
        paper({ applicant: { kind: 'organisation', name: '公司', idNumber } }),
        true,
      );
    expect(isRefusal(filed('91440604MA4W12346R'))).toBe(false);
    expect(filed('91350100M000100Y43')).toMatchObject({ refusal: 'not-your-organisation' });
  });
});
