import { adapterContract, standAt } from '@yimen/adapter/contract';
import { startSimulators } from '@yimen/simulators';
import { sealRecords } from './index.ts';

const secret = 'a-secret-for-this-test';
const input = {
  creditCode: '91440604MA4W12346R',
  companyName: '佛山市一门科技有限公司',
  legalRepresentative: { name: '欧阳震', idNumber: '440604199003071236' },
  seals: ['statutory-name', 'finance', 'invoice'],
  engraver: 'KZ440604001',
};

adapterContract(sealRecords, {
  start: async () => {
    const clocks = { system: Date.now, business: () => Date.UTC(2026, 2, 2, 1, 30) };
    const simulators = await startSimulators({ settings: { L06: { appId: 'yimen', secret } }, clocks });
    const settings = { url: `${simulators.url}/L06`, appId: 'yimen', secret };
    return standAt(simulators.url, 'L06', { settings, close: simulators.close });
  },
  input,
  data: { sealRecordNumber: /^440604\d{10}$/ },
  personal: ['欧阳震', '440604199003071236'],
  texts: ['佛山市一门科技有限公司', '欧阳震', '"01","02","03"'],
  rejection: { code: '3003', reason: '刻制单位没有相应许可' },
});
