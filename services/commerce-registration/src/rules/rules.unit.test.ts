import { misfitOfSubmission } from '@yimen/department/testing';
import { describe, expect, it } from 'vitest';
import { companyRegister } from '../adapters/L21-company-register/index.ts';
import { taxCore } from '../adapters/L23-tax-core/index.ts';
import { rules } from './index.ts';

const register = { url: 'http://127.0.0.1/L21', token: 'sixteen-or-longer', callbackSecret: 'sixteen-or-longer' };
const taxes = { url: 'http://127.0.0.1/L23', channelId: 'YIMEN', channelPassword: 'sixteen-or-longer' };
const LICENCE = '91440604MA4W12346R';
const person = { name: '张三', idNumber: '440604199003071236' };

describe('the submissions of commerce registration', () => {
  it('register a company with its people, and keep the shareholders to themselves', () => {
    const misfit = misfitOfSubmission(rules, companyRegister, register, {
      item: 'company-establishment',
      form: {
        companyName: '佛山市禅城区测试有限公司',
        scope: '五金产品零售',
        capitalYuan: 500_000,
        address: '祖庙街道永红村一街1号',
        division: '440604',
        legalRepresentative: person,
        officers: [{ post: 'supervisor', name: '李四', idNumber: '440604195511120040' }],
        shareholders: [{ ...person, contributionYuan: 500_000 }],
      },
    });
    expect(misfit).toBeUndefined();
  });

  it('change the domicile of the applicant’s own company', () => {
    const misfit = misfitOfSubmission(rules, companyRegister, register, {
      item: 'company-address-change',
      form: { address: '张槎街道一路2号', division: '440604', tenure: 'rented', decidedOn: '2026-02-27' },
      applicant: { kind: 'organisation', name: '佛山市禅城区测试有限公司', idNumber: LICENCE },
    });
    expect(misfit).toBeUndefined();
  });

  it('confirm the tax registration under the licence', () => {
    const misfit = misfitOfSubmission(rules, taxCore, taxes, {
      item: 'tax-and-invoices',
      form: {
        companyName: '佛山市禅城区测试有限公司',
        legalRepresentative: person,
        taxOfficer: { name: '王五', mobile: '13800000001' },
        industry: '5174',
        invoices: [{ kind: 'ordinary', copiesPerMonth: 25 }],
      },
      numbers: { 'business-licence': LICENCE },
    });
    expect(misfit).toBeUndefined();
  });
});
