import { expect } from 'vitest';
import { watch } from './door.ts';
import { as, controls } from './people.ts';
import { samples } from './samples.ts';
import { accept, branch, dossierStep, dossierThere, file, untilBranch, untilStatus } from './steps.ts';
import type { Case, CaseAnswer } from './words.ts';

/** Stands in every sentence that somebody writes here, and nowhere else. */
export const MARK = '蓝色河马';

/** What somebody writes about something. */
export const say = (about: string): string => `${MARK}关于${about}`;

/** The same in two languages. */
export const sayTwice = (about: string) => ({ zh: say(about), en: `${MARK} on ${about}` });

const APPLICANT = 'demo-citizen';
const ITEM = 'construction-permit';
const OFFICER = 'demo-housing-construction';
const HANDLER = `${OFFICER}-handler`;
const SWITCH = `/departments/construction-permits/systems/L14/switch`;
export const LAW = '行政许可法 38(2)';

/** The cases in which people have written all they can. */
export interface Written {
  /** Corrected, stopped, extended, approved, sent back, and refused in the end. */
  readonly refused: CaseAnswer;
  readonly notAccepted: CaseAnswer;
  readonly withdrawn: CaseAnswer;
  readonly withdrawnLate: CaseAnswer;
  /** Settled by an officer after an answer that nobody could read. */
  readonly settled: CaseAnswer;
}

/** Lets everybody write a marked sentence wherever the contracts take one; the reason of a switch is left standing. */
export const writeEverywhere = async (): Promise<Written> => ({
  refused: await refuseAfterAll(),
  notAccepted: await declineAtOnce(),
  withdrawn: await withdraw(false),
  withdrawnLate: await withdraw(true),
  settled: await settle(),
});

/** Turns the switch of a system: what an operator writes to it stands until it is turned again. */
export const turnSwitch = async (on: boolean): Promise<void> => {
  const turned = await as('demo-operator').put(SWITCH, { on, reason: say('检修') });
  expect(turned).toMatchObject({ status: 200, body: { on } });
};

const noted = (about: string) => samples[ITEM].materials.map((one) => ({ ...one, note: say(about) }));

const step = async (user: string, path: string, body: object): Promise<void> => {
  const taken = await as(user).post(path, body);
  expect([path, taken.status, taken.body]).toEqual([path, 200, expect.anything()]);
};

const refuseAfterAll = async (): Promise<CaseAnswer> => {
  const filed = await file(APPLICANT, ITEM, { materials: noted('初次材料') });
  const path = `/cases/${filed.id}`;
  await step(HANDLER, `${path}/request-correction`, { lacks: [{ what: say('缺件') }, { what: say('错处') }] });
  const { etag = '' } = await as(APPLICANT).get<Case>(path);
  const edited = await as(APPLICANT).patch(path, { materials: noted('补正材料') }, { 'if-match': etag });
  expect(edited).toMatchObject({ status: 200 });
  await step(APPLICANT, `${path}/correct`, {});
  await accept(HANDLER, filed.id);
  const of = await untilBranch(filed.id, ITEM, 'acknowledged');
  await dossierThere(HANDLER, of);
  const [reviewer, approver] = [`${OFFICER}-reviewer`, `${OFFICER}-approver`];
  await dossierStep(approver, of, 'stop-clock', { procedure: 'inspection', reason: say('中止') });
  await dossierStep(approver, of, 'resume-clock', { note: say('恢复') });
  await dossierStep(approver, of, 'extend', { reason: say('延期') });
  await dossierStep(HANDLER, of, 'approve', { opinion: say('初审') });
  await dossierStep(reviewer, of, 'send-back', { reason: say('退回') });
  await dossierStep(HANDLER, of, 'approve', { opinion: say('再审') });
  await dossierStep(reviewer, of, 'approve', { opinion: say('复核') });
  await dossierStep(approver, of, 'refuse', { reason: say('不予许可'), law: LAW, remedies: sayTwice('救济') });
  await untilStatus(filed.id, 'closed');
  return filed;
};

const declineAtOnce = async (): Promise<CaseAnswer> => {
  const filed = await file(APPLICANT, ITEM);
  const notice = { reason: say('不予受理'), law: LAW, remedies: say('复议') };
  await step(HANDLER, `/cases/${filed.id}/refuse`, notice);
  return filed;
};

const withdraw = async (late: boolean): Promise<CaseAnswer> => {
  const filed = await file(APPLICANT, ITEM);
  if (late) await accept(HANDLER, filed.id);
  if (late) await untilBranch(filed.id, ITEM, 'acknowledged');
  await step(APPLICANT, `/cases/${filed.id}/withdraw`, { reason: say('撤回') });
  await untilStatus(filed.id, 'withdrawn');
  return filed;
};

const settle = async (): Promise<CaseAnswer> => {
  const [item, unread] = ['unemployment-benefit-sign-in', 'needs-review'] as const;
  await controls().put('/control/L01/faults', { mode: 'garbage', count: 1, on: 'submit' });
  const filed = await file(APPLICANT, item);
  await accept('demo-centre-clerk', filed.id);
  const seen = await watch(as('demo-centre-clerk'), filed.id, (one) => branch(one, item).milestone === unread);
  const words = { exchange: 1, answer: 'rejected', reason: say('电话核实') };
  await dossierStep('demo-human-resources-handler', branch(seen, item), 'settle-exchange', words);
  await untilStatus(filed.id, 'closed');
  return filed;
};
