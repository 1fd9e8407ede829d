import type { DepartmentRules } from '@yimen/department';
import { employerRegistration } from './employer-registration.ts';
import { unemploymentBenefitSignIn } from './unemployment-benefit-sign-in.ts';

/** Department-side rules by item code. */
export const rules: DepartmentRules = {
  'employer-registration': employerRegistration,
  'unemployment-benefit-sign-in': unemploymentBenefitSignIn,
};
