import { samples } from '../journeys/src/samples.ts';

/** Whose sample, which rule or material, and what is changed in the sample by pointer. */
export type Change = readonly [code: keyof typeof samples, name: string, changes: Readonly<Record<string, unknown>>];

const FOUNDER = samples['open-company'].form.people.legalRepresentative;
const CHILD = { '/applicant/idNumber': '440604201803150039' };
const PENSIONER = { '/applicant/idNumber': '440604195511120040' };
const UNHELPED = [{ post: 'executive-director', ...FOUNDER }];
const TOO_MUCH = [{ ...FOUNDER, contributionYuan: 500_001 }];
const TWICE = [1, 2].map((copiesPerMonth) => ({ kind: 'special', copiesPerMonth }));
const MANY = Array.from({ length: 11 }, () => samples['employment-record'].form.staff[0]);

/** For each intake rule, what breaks it. */
export const breaches: readonly Change[] = [
  ['open-company', 'applicant-of-age', CHILD],
  ['open-company', 'liaison-named', { '/form/people/officers': UNHELPED }],
  ['open-company', 'no-supervisor-of-oneself', { '/form/people/officers/1/idNumber': FOUNDER.idNumber }],
  ['open-company', 'contributions-within-capital', { '/form/people/shareholders': TOO_MUCH }],
  ['open-company', 'seal-with-statutory-name', { '/form/seals/kinds': ['finance'] }],
  ['open-company', 'each-invoice-kind-once', { '/form/tax/invoices': TWICE }],
  ['company-establishment', 'applicant-of-age', CHILD],
  ['company-establishment', 'liaison-named', { '/form/officers': UNHELPED }],
  ['company-establishment', 'no-supervisor-of-oneself', { '/form/officers/1/idNumber': FOUNDER.idNumber }],
  ['company-establishment', 'contributions-within-capital', { '/form/shareholders': TOO_MUCH }],
  ['seal-record', 'seal-with-statutory-name', { '/form/seals': ['finance'] }],
  ['tax-and-invoices', 'each-invoice-kind-once', { '/form/invoices': TWICE }],
  ['company-address-change', 'inside-the-district', { '/form/division': '440605' }],
  [
    'open-restaurant',
    'room-for-raw-food',
    { '/form/food/projects': ['raw-food'], '/form/shop/areaSquareMetres': 29.9 },
  ],
  ['open-restaurant', 'no-higher-than-three-metres', { '/form/signboard/heightMetres': 3.1 }],
  ['open-restaurant', 'two-exits', { '/form/fire/exits': 1 }],
  ['open-restaurant', 'no-bottled-gas-below-ground', { '/form/fire/gas': 'bottled', '/form/fire/floor': -1 }],
  ['open-restaurant', 'big-restaurants-are-watched', { '/form/shop/seats': 50, '/form/security/cameras': 1 }],
  ['open-restaurant', 'recordings-kept', { '/form/security/keepDays': 29 }],
  ['food-business-permit', 'room-for-raw-food', { '/form/projects': ['raw-food'], '/form/areaSquareMetres': 29.9 }],
  ['signboard-record', 'no-higher-than-three-metres', { '/form/heightMetres': 3.1 }],
  ['fire-safety-commitment', 'two-exits', { '/form/exits': 1 }],
  ['fire-safety-commitment', 'no-bottled-gas-below-ground', { '/form/gas': 'bottled', '/form/floor': -1 }],
  ['special-trade-record', 'big-restaurants-are-watched', { '/form/seats': 50, '/form/cameras': 1 }],
  ['special-trade-record', 'recordings-kept', { '/form/keepDays': 29 }],
  ['move-into-new-home', 'applicant-of-age', CHILD],
  ['move-into-new-home', 'owner-consents', { '/form/home/kind': 'relative' }],
  ['move-into-new-home', 'child-moves-too', { '/form/members': [] }],
  ['move-into-new-home', 'no-transfer-in-the-last-grade', { '/form/child/grade': 9 }],
  ['move-within-city', 'applicant-of-age', CHILD],
  ['move-within-city', 'owner-consents', { '/form/home': 'relative' }],
  ['school-transfer', 'no-transfer-in-the-last-grade', { '/form/grade': 9 }],
  ['unemployment-benefit-sign-in', 'of-working-age', PENSIONER],
  ['unemployment-benefit-sign-in', 'still-unemployed', { '/form/stillUnemployed': false }],
  ['unemployment-benefit-sign-in', 'seeking-work', { '/form/seekingWork': false }],
  ['construction-permit', 'big-enough-to-need-it', { '/form/areaSquareMetres': 300 }],
  ['construction-permit', 'ends-after-it-starts', { '/form/plannedEnd': '2026-03-31' }],
  ['construction-permit', 'builder-is-not-contractor', { '/form/contractor/creditCode': '91440604MA4W22018K' }],
  ['construction-permit', 'big-works-are-tendered', { '/form/tendered': false }],
];

/** For each material that is not always asked for, when it is. */
export const occasions: readonly Change[] = [
  ['open-company', 'prior-approval', { '/form/company/scope': '危险化学品经营' }],
  ['company-establishment', 'prior-approval', { '/form/scope': '烟草制品零售' }],
  ['company-address-change', 'domicile-proof', {}],
  ['open-restaurant', 'raw-food-flow', { '/form/food/projects': ['raw-food'] }],
  ['open-restaurant', 'structure-safety', { '/form/signboard/widthMetres': 9.1, '/form/signboard/heightMetres': 1.1 }],
  ['open-restaurant', 'fire-acceptance', { '/form/shop/areaSquareMetres': 300.1 }],
  ['open-restaurant', 'security-plan', { '/form/shop/seats': 200 }],
  ['open-restaurant', 'staff-list', { '/form/staff': MANY }],
  ['food-business-permit', 'raw-food-flow', { '/form/projects': ['raw-food'] }],
  ['signboard-record', 'structure-safety', { '/form/widthMetres': 9.1, '/form/heightMetres': 1.1 }],
  ['fire-safety-commitment', 'fire-acceptance', { '/form/areaSquareMetres': 300.1 }],
  ['special-trade-record', 'security-plan', { '/form/seats': 200 }],
  ['employment-record', 'staff-list', { '/form/staff': MANY }],
  ['move-into-new-home', 'owner-consent', { '/form/home/kind': 'rented' }],
  ['move-within-city', 'owner-consent', { '/form/home': 'rented' }],
  ['move-within-city', 'kinship-proof', {}],
  ['construction-permit', 'tender-award', {}],
];
