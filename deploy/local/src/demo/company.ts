/** The package 企业开办: what a founder needs before the doors open. */
export const PACKAGE = 'open-company';

/** What the agent hands in; every person, number and address is invented. */
export const companyCase = (): object => ({
  item: PACKAGE,
  division: '440604',
  applicant: { kind: 'organisation', name: '佛山市禅城区晨光五金有限公司', idNumber: '91440604MA4W12346R' },
  form: {},
  materials: [],
});
