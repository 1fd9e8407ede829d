import { adapterContract, openDoor, type Stand, standAt } from '@yimen/adapter/contract';
import { startSimulators } from '@yimen/simulators';
import { companyRegister } from './index.ts';

const secrets = { token: 'a-token-for-this-test', callbackSecret: 'a-secret-for-this-test' };
const place = { address: '佛山市禅城区祖庙街道人民路 1 号', division: '440604' };
const establishment = {
  business: 'establishment',
  companyName: '佛山市一门科技有限公司',
  scope: '软件开发;信息技术咨询服务',
  capitalYuan: 1_000_000,
  ...place,
  persons: [
    { post: 'legal-representative', name: '欧阳震', idNumber: '440604199003071236' },
    { post: 'supervisor', name: '陈小明', idNumber: '440604195511120040' },
  ],
};
const registered = {
  creditCode: /^91440604MA[0-9A-Z]{8}$/,
  licenceNumber: /^440604\d{9}$/,
  registeredOn: /^2026-03-02$/,
};

const start = async (): Promise<Stand> => {
  const door = await openDoor();
  const clocks = { system: Date.now, business: () => Date.UTC(2026, 2, 2, 1, 30) };
  const simulators = await startSimulators({ settings: { L21: { ...secrets, callbackUrl: door.url } }, clocks });
  const close = async () => {
    await simulators.close();
    await door.close();
  };
  const settings = { url: `${simulators.url}/L21`, pollMs: 50, ...secrets };
  return standAt(simulators.url, 'L21', { settings, arrivals: door.arrivals, close });
};

adapterContract(companyRegister, {
  start,
  input: establishment,
  data: registered,
  personal: ['欧阳震', '陈小明', '440604199003071236', '440604195511120040'],
  texts: [establishment.companyName, establishment.scope, place.address, '欧阳震'],
  rejection: { code: 'R02', reason: '住所证明不符合要求' },
  scenarios: [
    {
      when: 'a company changes its address',
      input: { business: 'address-change', creditCode: '91440604MA4W12346R', ...place },
      answer: 'accepted',
      data: { ...registered, creditCode: /^91440604MA4W12346R$/ },
    },
    {
      when: 'the name is taken',
      input: { ...establishment, companyName: '佛山市重名贸易有限公司' },
      answer: 'rejected',
      code: 'E101',
    },
  ],
});
