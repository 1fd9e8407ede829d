import { adapterContract, standAt } from '@yimen/adapter/contract';
import { startSimulators } from '@yimen/simulators';
import { taxCore } from './index.ts';

const channel = { channelId: 'YIMEN', channelPassword: 'a-password-for-this-test' };
const input = {
  creditCode: '91440604MA4W12346R',
  companyName: '佛山市“一门”科技 <有限> & 公司',
  legalRepresentative: { name: '欧阳震', idNumber: '440604199003071236' },
  taxOfficer: { name: '𠮷田', mobile: '13800138000' },
  industry: '6510',
  invoices: [
    { kind: 'ordinary', copiesPerMonth: 25 },
    { kind: 'special', copiesPerMonth: 10 },
  ],
};

adapterContract(taxCore, {
  start: async () => {
    const clocks = { system: Date.now, business: () => Date.UTC(2026, 2, 2, 1, 30) };
    const simulators = await startSimulators({ settings: { L23: channel }, clocks });
    const settings = { url: `${simulators.url}/L23/esb`, ...channel };
    return standAt(simulators.url, 'L23', { settings, close: simulators.close });
  },
  input,
  data: { taxRegistrationNumber: /^\d{20}$/, taxAuthority: /^\d{11}$/, invoiceApprovalNumber: /^FP2026/ },
  personal: ['欧阳震', '440604199003071236', '13800138000'],
  texts: [input.companyName, '欧阳震', '𠮷田', '"ygpsl":"25"'],
  rejection: { code: '20010007', reason: '法定代表人存在未办结的涉税事项' },
});
