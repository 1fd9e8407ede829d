import { DISTRICT, onPaper, type Sample } from './sample.ts';

const owner: Sample['applicant'] = {
  kind: 'organisation',
  name: '佛山市禅城区阿秀饭店（个体工商户）',
  idNumber: '92440604MA5X00014Y',
  phone: '13800000002',
};

const SHOP = { name: '阿秀饭店', address: '佛山市禅城区祖庙街道福宁路12号首层' };
const shop = { shopName: SHOP.name, address: SHOP.address };
const AREA = 118.5;
const PRINCIPAL = { name: '梁阿秀', idNumber: '440604198506140024', mobile: '13800000002' };
const FIRE_OFFICER = { name: PRINCIPAL.name, mobile: PRINCIPAL.mobile };
const FOOD = { projects: ['hot-dishes', 'cold-dishes'], principal: PRINCIPAL };
const SIGNBOARD = { text: '阿秀饭店', widthMetres: 4.2, heightMetres: 1.1, lit: true };
const FIRE = { floor: 1, exits: 2, extinguishers: 6, gas: 'piped', committed: true };
const CAMERAS = { cameras: 4, keepDays: 30 };
const STAFF = [
  { name: '吴志强', idNumber: '440604198709302118', post: '厨师', contractMonths: 24 },
  { name: '黄小燕', idNumber: '440604199209031045', post: '服务员', contractMonths: 12 },
];

/** Filings about restaurants. */
export const restaurants = {
  'open-restaurant': {
    division: DISTRICT,
    applicant: owner,
    form: {
      shop: { ...SHOP, employerName: owner.name, areaSquareMetres: AREA, seats: 48 },
      food: FOOD,
      signboard: SIGNBOARD,
      fire: { ...FIRE, officer: FIRE_OFFICER },
      security: { ...CAMERAS, officer: PRINCIPAL },
      staff: STAFF,
    },
    materials: onPaper('business-licence', 'layout-plan', 'health-certificates', 'signboard-design', 'fire-commitment'),
  },
  'food-business-permit': {
    division: DISTRICT,
    applicant: owner,
    form: { ...shop, areaSquareMetres: AREA, ...FOOD },
    materials: onPaper('business-licence', 'layout-plan', 'health-certificates'),
  },
  'signboard-record': {
    division: DISTRICT,
    applicant: owner,
    form: { ...shop, ...SIGNBOARD },
    materials: onPaper('signboard-design'),
  },
  'fire-safety-commitment': {
    division: DISTRICT,
    applicant: owner,
    form: { ...shop, areaSquareMetres: AREA, ...FIRE, fireOfficer: FIRE_OFFICER },
    materials: onPaper('fire-commitment', 'layout-plan'),
  },
  'special-trade-record': {
    division: DISTRICT,
    applicant: owner,
    form: { ...shop, seats: 48, ...CAMERAS, securityOfficer: PRINCIPAL },
    materials: onPaper('business-licence'),
  },
  'employment-record': {
    division: DISTRICT,
    applicant: owner,
    form: { employerName: owner.name, staff: STAFF },
    materials: onPaper('business-licence'),
  },
} satisfies Record<string, Sample>;
