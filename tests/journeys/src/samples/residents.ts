import { onPaper, type Sample, VILLAGE } from './sample.ts';

const NEW_ADDRESS = '佛山市禅城区祖庙街道永红村二街6号502房';
const OLD_ADDRESS = '佛山市禅城区张槎街道古新路19号301房';
const CARD = 'A4406040012345';
const PUPIL = { name: '郑乐天', idNumber: '440604201803150039' };
const SCHOOL = { fromSchool: '禅城区张槎中心小学', grade: 2 };
const MEMBERS = [{ ...PUPIL, relation: 'child' }];
const MOVE = { fromAddress: OLD_ADDRESS, toAddress: NEW_ADDRESS, toDivision: VILLAGE };

const parent: Sample['applicant'] = {
  kind: 'person',
  name: '郑海生',
  idNumber: '440604198709302118',
  phone: '13800000003',
  address: OLD_ADDRESS,
};

/** Filings of residents. */
export const residents = {
  'move-into-new-home': {
    division: VILLAGE,
    applicant: parent,
    form: {
      home: { ...MOVE, kind: 'owned', number: 'YUE2026FS0012345', movedOn: '2026-02-20' },
      members: MEMBERS,
      child: { person: PUPIL, ...SCHOOL },
      insurance: { cardNumber: CARD },
    },
    materials: onPaper('household-book', 'home-proof', 'pupil-record', 'kinship-proof'),
  },
  'move-within-city': {
    division: VILLAGE,
    applicant: parent,
    form: { ...MOVE, home: 'owned', homeNumber: 'YUE2026FS0012345', movedOn: '2026-02-20', members: MEMBERS },
    materials: onPaper('household-book', 'home-proof', 'kinship-proof'),
  },
  'school-district-record': {
    division: VILLAGE,
    applicant: parent,
    form: { address: NEW_ADDRESS, division: VILLAGE, child: PUPIL },
    materials: onPaper('household-page', 'home-proof'),
  },
  'school-transfer': {
    division: VILLAGE,
    applicant: parent,
    form: { child: PUPIL, ...SCHOOL },
    materials: onPaper('school-district-record', 'pupil-record'),
  },
  'insurance-address-change': {
    division: VILLAGE,
    applicant: parent,
    form: { address: NEW_ADDRESS, division: VILLAGE, cardNumber: CARD },
    materials: onPaper('home-proof'),
  },
  'unemployment-benefit-sign-in': {
    division: VILLAGE,
    applicant: { kind: 'person', name: '冯待业', idNumber: '440604199501170034', phone: '13800000004' },
    form: {
      month: '2026-03',
      stillUnemployed: true,
      seekingWork: true,
      lastJobSearch: '三月一日在永红村招聘会投递简历',
    },
    materials: onPaper('identity-proof'),
  },
} satisfies Record<string, Sample>;
