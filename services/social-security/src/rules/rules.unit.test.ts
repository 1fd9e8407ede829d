import { misfitOfSubmission } from '@yimen/department/testing';
import { describe, expect, it } from 'vitest';
import { socialInsurance } from '../adapters/L01-social-insurance/index.ts';
import { rules } from './index.ts';

const settings = { url: 'http://127.0.0.1/L01', user: 'yimen', password: 'sixteen-or-longer' };
const person = { name: '张三', idNumber: '440604199003071236' };

describe('the submissions of social security', () => {
  it('register an employer under its licence', () => {
    const misfit = misfitOfSubmission(rules, socialInsurance, settings, {
      item: 'employer-registration',
      form: { companyName: '佛山市禅城区测试有限公司', legalRepresentative: person, employees: 3, division: '440604' },
      numbers: { 'business-licence': '91440604MA4W12346R' },
    });
    expect(misfit).toBeUndefined();
  });

  it('sign in for the month in the applicant’s own name', () => {
    const misfit = misfitOfSubmission(rules, socialInsurance, settings, {
      item: 'unemployment-benefit-sign-in',
      form: { month: '2026-03', stillUnemployed: true, seekingWork: true },
      applicant: { kind: 'person', ...person, phone: '13800000000' },
    });
    expect(misfit).toBeUndefined();
  });
});
