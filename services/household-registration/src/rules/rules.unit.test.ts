import { misfitOfSubmission } from '@yimen/department/testing';
import { describe, expect, it } from 'vitest';
import { sealRecords } from '../adapters/L06-seal-records/index.ts';
import { rules } from './index.ts';

const settings = { url: 'http://127.0.0.1/L06', appId: 'yimen', secret: 'sixteen-or-longer' };

describe('the submission of a seal record', () => {
  it('is what L06 takes', () => {
    const misfit = misfitOfSubmission(rules, sealRecords, settings, {
      item: 'seal-record',
      form: {
        companyName: '佛山市禅城区测试有限公司',
        legalRepresentative: { name: '张三', idNumber: '440604199003071236' },
        seals: ['statutory-name'],
        engraver: 'FS440604001',
      },
      numbers: { 'business-licence': '91440604MA4W12346R' },
    });
    expect(misfit).toBeUndefined();
  });

  it('does not go out without the licence that the branch waited for', () => {
    expect(misfitOfSubmission(rules, sealRecords, settings, { item: 'seal-record', form: {} })).toContain('creditCode');
  });
});
