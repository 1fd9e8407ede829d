import type { components } from '@yimen/contracts/intake-gateway';
import { Obstacle } from '../servers/obstacle.ts';
import type { Say } from '../servers/tools.ts';
import type { Stack } from '../stack/stack.ts';
import type { Step } from '../stack/steps.ts';
import { companyCase, NUMBERED_BY_HAND, PACKAGE } from './company.ts';
import { type Door, good, openDoor } from './door.ts';
import { type As, handleBranch } from './officers.ts';
import { type Branch, FINAL, type Watch, watchCase } from './watch.ts';
import { openTheOffices } from './working-hours.ts';

type Schemas = components['schemas'];

/** The department does not have it yet. */
const UNBEGUN: ReadonlySet<Branch['status']> = new Set(['waiting', 'opened']);
const APPLICANT = 'demo-citizen';
const GUIDE_TRIES = 600;
const GUIDE_PAUSE_MS = 100;

/** One access token per demo user is enough for the length of the demo. */
const doorsOf = (stack: Stack): As => {
  const doors = new Map<string, Promise<Door>>();
  return (user) => {
    const door = doors.get(user) ?? stack.tokens(user).then((token) => openDoor(stack.urls.gateway, token));
    doors.set(user, door);
    return door;
  };
};

/** The catalogue comes to the gateway over Kafka: right after a first start an entry may be on its way still. */
const readGuide = async (door: Door, code: string): Promise<Schemas['Guide']> => {
  for (let tries = 0; tries < GUIDE_TRIES; tries++) {
    const answer = await door.read<Schemas['Guide']>(`/items/${code}`);
    if (answer.status !== 404) return good(answer, `The guide of ${code}`);
    await new Promise((resolve) => setTimeout(resolve, GUIDE_PAUSE_MS));
  }
  throw new Obstacle(`${code} never came into the gateway's catalogue; see the services' logs.`);
};

type GuideBranch = NonNullable<Schemas['Guide']['branches']>[number];

/** What all branches of the one case share. */
interface Scene {
  readonly as: As;
  readonly watching: () => Watch;
  readonly caseId: () => string;
}

const followBranch = async ({ as, watching, caseId }: Scene, { key, after }: GuideBranch, say: Say) => {
  const find = (seen: readonly Branch[]) => seen.find((branch) => branch.key === key);
  if (after.length > 0) say(`等待 waiting for ${after.join(', ')}`);
  const begun = await watching().until(({ branches }) => !UNBEGUN.has(find(branches)?.status ?? 'waiting'));
  const branch = find(begun.branches);
  if (branch && !FINAL.has(branch.status))
    await handleBranch({ as, caseId: caseId(), branch, document: NUMBERED_BY_HAND[key] }, say);
  const ended = await watching().until(({ branches }) => FINAL.has(find(branches)?.status ?? 'waiting'));
  const { status, outputs = [], reason } = find(ended.branches) ?? {};
  const numbers = outputs.map(({ name, number }) => `${name.zh}${number ? ` ${number}` : ''}`).join('，');
  say([status, numbers, reason].filter((part) => part).join(' · '));
  if (status !== 'granted') throw new Obstacle(`Branch ${key} ended ${status}: ${reason ?? 'no reason was given'}.`);
};

/** How steps are shown. */
export type Show = (steps: readonly Step[]) => Promise<void>;

/** The main job: a founder sets a company up, the lead accepts, departments and their systems work in parallel. */
export const mainJob = async (stack: Stack, show: Show): Promise<void> => {
  const as = doorsOf(stack);
  const applicant = await as(APPLICANT);
  let guide: Schemas['Guide'] | undefined;
  const catalogue: Step = {
    title: '事项目录 The catalogue, published by the departments',
    run: async (say) => {
      guide = await readGuide(applicant, PACKAGE);
      const items = (guide.branches ?? []).map(({ item }) => readGuide(applicant, item));
      say([guide, ...(await Promise.all(items))].map(({ name }) => name.zh).join('，'));
    },
  };
  await show([officeHours(as), catalogue]);
  if (guide) await show(caseSteps(as, applicant, guide));
};

const officeHours = (as: As): Step => ({
  title: '办公时间 Office hours',
  run: async (say) => {
    const { now, mode } = await openTheOffices(await as('demo-operator'));
    say(`${now} (${mode === 'demo' ? 'business clock of the demo' : 'wall clock'})`);
  },
});

const caseSteps = (as: As, applicant: Door, guide: Schemas['Guide']): readonly Step[] => {
  let id = '';
  let watch: Watch | undefined;
  const watching = (): Watch => {
    watch ??= watchCase(applicant, id);
    return watch;
  };
  const file: Step = {
    title: `申请 File “${guide.name.zh}” at the gateway`,
    run: async (say) => {
      const filed = good(await applicant.command<Schemas['CaseAnswer']>('/cases', companyCase()), 'Filing the case');
      id = filed.id;
      say(`${filed.number ?? id} · ${filed.status} · 受理期限 ${filed.acceptanceDueOn ?? ''}`);
    },
  };
  const accept: Step = {
    title: '受理 Accept, by the lead department',
    run: async (say) => {
      const lead = await as(`demo-${guide.department ?? 'market-regulation'}-handler`);
      const accepted = good(await lead.command<Schemas['CaseAnswer']>(`/cases/${id}/accept`), 'Accepting the case');
      say(`${accepted.status} · 承诺办结 ${accepted.dueOn ?? ''}`);
    },
  };
  const work: Step = {
    title: '并联办理 Departments at work',
    parts: (guide.branches ?? []).map((branch) => ({
      title: `${branch.name.zh} ${branch.name.en}`,
      run: (say) => followBranch({ as, watching, caseId: () => id }, branch, say),
    })),
  };
  const close: Step = {
    title: '办结 Close, and hand the results over',
    run: async (say) => {
      const { outcome } = await watching().until(({ status }) => status === 'closed');
      watching().stop();
      const { results } = good(await applicant.read<Schemas['Results']>(`/results/${id}`), 'The results');
      say([outcome, ...results.map(({ name, number }) => `${name.zh} ${number ?? ''}`.trim())].join(' · '));
      if (outcome !== 'granted') throw new Obstacle(`The case was closed with outcome ${outcome}.`);
    },
  };
  return [file, accept, work, close];
};
