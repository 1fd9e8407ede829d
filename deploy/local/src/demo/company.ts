/** The package 企业开办: what a founder needs before the doors open. */
export const PACKAGE = 'open-company';

const FOUNDER = { name: '陈晨光', idNumber: '440604199003071236' };
const SUPERVISOR = { name: '李守正', idNumber: '440604195511120040' };
const LIAISON = { name: '何连络', idNumber: '440605198802295676' };

/** What the founder hands in at the window: every person, number and address is invented. */
export const companyCase = (): object => ({
  item: PACKAGE,
  division: '440604',
  applicant: { kind: 'person', ...FOUNDER, phone: '13800000000' },
  form: {
    company: {
      name: '佛山市禅城区晨光五金有限公司',
      scope: '五金产品零售；五金产品批发',
      capitalYuan: 500_000,
      industry: '5174',
      address: '佛山市禅城区祖庙街道永红村一街1号',
      division: '440604',
    },
    people: {
      legalRepresentative: FOUNDER,
      officers: [
        { post: 'executive-director', ...FOUNDER },
        { post: 'supervisor', ...SUPERVISOR },
        { post: 'liaison', ...LIAISON },
      ],
      shareholders: [
        { ...FOUNDER, contributionYuan: 400_000 },
        { ...SUPERVISOR, contributionYuan: 100_000 },
      ],
    },
    seals: { kinds: ['statutory-name', 'finance', 'invoice'], engraver: 'FS440604001' },
    tax: {
      officer: { name: LIAISON.name, mobile: '13800000001' },
      invoices: [{ kind: 'ordinary', copiesPerMonth: 25 }],
    },
    employees: 3,
  },
  materials: ['application-form', 'articles', 'identity-proof', 'domicile-proof', 'appointment'].map((code) => ({
    code,
    form: 'paper',
  })),
});

/** Documents that an officer numbers, by branch; all others bear the number of the department's own system. */
export const NUMBERED_BY_HAND: Readonly<Record<string, string>> = { statistics: 'statistics-record' };
