import { misfitOfSubmission } from '@yimen/department/testing';
import { describe, expect, it } from 'vitest';
import { constructionApproval } from '../adapters/L14-construction-approval/index.ts';
import { rules } from './index.ts';

const settings = { url: 'http://127.0.0.1/L14', token: 'sixteen-or-longer', pushToken: 'sixteen-or-longer' };
const company = { creditCode: '91440604MA4W12346R', name: '佛山市禅城区测试有限公司' };

describe('the submission of a construction permit', () => {
  it('is what L14 takes, without what only the department reads', () => {
    const misfit = misfitOfSubmission(rules, constructionApproval, settings, {
      item: 'construction-permit',
      form: {
        projectCode: '2601-440604-04-01-123456',
        projectName: '测试厂房',
        builder: company,
        contractor: company,
        siteAddress: '张槎街道一路2号',
        areaSquareMetres: 3_000,
        costYuan: 9_000_000,
        plannedStart: '2026-04-01',
        plannedEnd: '2027-04-01',
        tendered: true,
        projectManager: { name: '张三', idNumber: '440604199003071236' },
      },
    });
    expect(misfit).toBeUndefined();
  });
});
