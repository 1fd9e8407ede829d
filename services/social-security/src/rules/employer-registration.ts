import type { ItemRules } from '@yimen/department';

/** L01 registers an employer under the licence that the branch waited for. */
export const employerRegistration: ItemRules = {
  submission: ({ form, numberOf }) => ({
    business: 'employer-registration',
    creditCode: numberOf('business-licence'),
    companyName: form['companyName'],
    legalRepresentative: form['legalRepresentative'],
    employees: form['employees'],
    division: form['division'],
  }),
  outputs: [{ code: 'employer-registration', numberIn: 'employerNumber', facts: true }],
};
