import type { ItemRules } from '@yimen/department';

/** L01 takes the month's sign-in of the applicant. */
export const unemploymentBenefitSignIn: ItemRules = {
  submission: ({ form, applicant }) => ({
    business: 'unemployment-sign-in',
    person: { name: applicant['name'], idNumber: applicant['idNumber'] },
    month: form['month'],
  }),
};
