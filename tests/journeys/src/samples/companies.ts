import { DISTRICT, onPaper, type Sample } from './sample.ts';

const FOUNDER = { name: '陈晨光', idNumber: '440604199003071236' };
const SUPERVISOR = { name: '李守正', idNumber: '440604195511120040' };
const LIAISON = { name: '何连络', idNumber: '440605198802295676' };
const TAX_OFFICER = { name: LIAISON.name, mobile: '13800000001' };

const founder: Sample['applicant'] = { kind: 'person', ...FOUNDER, phone: '13800000000' };
/** The company for which the demo's firm agent acts. */
const company: Sample['applicant'] = {
  kind: 'organisation',
  name: '佛山市禅城区晨光五金有限公司',
  idNumber: '91440604MA4W12346R',
  phone: '0757-82000000',
};

const ADDRESS = '佛山市禅城区祖庙街道永红村一街1号';
const OFFICERS = [
  { post: 'executive-director', ...FOUNDER },
  { post: 'supervisor', ...SUPERVISOR },
  { post: 'liaison', ...LIAISON },
];
const SHAREHOLDERS = [{ ...FOUNDER, contributionYuan: 500_000 }];
const SEALS = ['statutory-name', 'finance', 'invoice'];
const ENGRAVER = 'FS440604001';
const INDUSTRY = '5174';
const INVOICES = [{ kind: 'ordinary', copiesPerMonth: 25 }];
const FOUNDING_PAPERS = ['application-form', 'articles', 'identity-proof', 'domicile-proof', 'appointment'];
const NEW_COMPANY = { name: company.name, scope: '五金产品零售', capitalYuan: 500_000 };
const DOMICILE = { address: ADDRESS, division: DISTRICT };
const known = { companyName: company.name, legalRepresentative: FOUNDER };

/** Filings about companies. */
export const companies = {
  'open-company': {
    division: DISTRICT,
    applicant: founder,
    form: {
      company: { ...NEW_COMPANY, industry: INDUSTRY, ...DOMICILE },
      people: { legalRepresentative: FOUNDER, officers: OFFICERS, shareholders: SHAREHOLDERS },
      seals: { kinds: SEALS, engraver: ENGRAVER },
      tax: { officer: TAX_OFFICER, invoices: INVOICES },
      employees: 3,
    },
    materials: onPaper(...FOUNDING_PAPERS),
  },
  'company-establishment': {
    division: DISTRICT,
    applicant: founder,
    form: {
      ...known,
      scope: NEW_COMPANY.scope,
      capitalYuan: NEW_COMPANY.capitalYuan,
      ...DOMICILE,
      officers: OFFICERS,
      shareholders: SHAREHOLDERS,
    },
    materials: onPaper(...FOUNDING_PAPERS),
  },
  'seal-record': {
    division: DISTRICT,
    applicant: company,
    form: { ...known, seals: SEALS, engraver: ENGRAVER },
    materials: onPaper('business-licence', 'identity-proof'),
  },
  'tax-and-invoices': {
    division: DISTRICT,
    applicant: company,
    form: { ...known, taxOfficer: TAX_OFFICER, industry: INDUSTRY, invoices: INVOICES },
    materials: onPaper('business-licence', 'identity-proof'),
  },
  'employer-registration': {
    division: DISTRICT,
    applicant: company,
    form: { ...known, employees: 3, division: DISTRICT },
    materials: onPaper('business-licence'),
  },
  'organisation-code-and-statistics': {
    division: DISTRICT,
    applicant: company,
    form: { companyName: company.name, industry: INDUSTRY, employees: 3, address: ADDRESS },
    materials: onPaper('business-licence'),
  },
  'company-address-change': {
    division: DISTRICT,
    applicant: company,
    form: {
      address: '佛山市禅城区石湾镇街道魁奇二路8号201室',
      division: DISTRICT,
      tenure: 'rented',
      decidedOn: '2026-02-25',
    },
    materials: onPaper('application-form', 'resolution', 'amended-articles', 'domicile-proof'),
  },
  'construction-permit': {
    division: DISTRICT,
    applicant: { kind: 'organisation', name: '佛山市禅城区绿岛湖置业有限公司', idNumber: '91440604MA4W22018K' },
    form: {
      projectCode: '2602-440604-04-01-183726',
      projectName: '绿岛湖产业园三期厂房',
      builder: { creditCode: '91440604MA4W22018K', name: '佛山市禅城区绿岛湖置业有限公司' },
      contractor: { creditCode: '91440604MA4W22026E', name: '佛山市季华建筑工程有限公司' },
      siteAddress: '佛山市禅城区南庄镇绿岛湖片区3号地块',
      areaSquareMetres: 18_450.5,
      costYuan: 62_000_000,
      plannedStart: '2026-04-01',
      plannedEnd: '2027-06-30',
      tendered: true,
      projectManager: { name: '周建平', idNumber: '440604197904220113', certificate: 'YUE1440011223344' },
    },
    materials: onPaper(
      'application-form',
      'land-approval',
      'planning-permit',
      'contract',
      'tender-award',
      'drawings-review',
      'safety-measures',
      'funds-commitment',
      'wage-deposit',
    ),
  },
} satisfies Record<string, Sample>;
