import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@yimen/local';
import { district } from '../../district/district.ts';
import type { Body, Plan } from '../../k6/plan.ts';
import { acceptedBody, receivedBody, WINDOW } from '../bodies.ts';
import { connect, forAll } from '../driver.ts';
import { type Generated, runK6 } from '../generator/k6.ts';
import { branchesOf } from '../joint/journey.ts';
import type { Cores } from '../machine/cores.ts';
import { type Usages, usageOfParts } from '../machine/processes.ts';
import type { Platform } from '../platform/platform.ts';
import { type Confirmed, confirmFiled } from './confirming.ts';

/** One run of the mix. */
interface MixRun {
  readonly stages: Plan['stages'];
  /** Front ends at most: what a rate needs, by what one waits at worst. */
  readonly users: number;
  readonly skewed?: boolean;
}

/** What came of one run, and what the platform had used right before and after it. */
export interface Played extends Generated {
  readonly confirmed: Confirmed;
  readonly usage: { readonly before: Usages; readonly after: Usages };
}

/** Plays the mix against one platform. */
export interface Mixer {
  readonly play: (run: MixRun) => Promise<Played>;
}

const JOINT = 'open-restaurant';
/** Dossiers that lie ready for the first decisions of every front end, by five. */
const SEEDS_LIMIT = 1_500;
const AT_ONCE = 16;
const PEOPLE_OF_A_RUN = 400_000;

/** Gathers once what every run needs: bodies, who decides what. Tokens are new for every run: they do not live for ever. */
export const createMixer = async (k6: string, platform: Platform, cores: Cores): Promise<Mixer> => {
  const { gateways, departments, ending } = platform;
  const { bodies, workLists } = await bodiesOf(platform);
  let runs = 0;
  return {
    play: async ({ stages, users, skewed = false }) => {
      const tokens = await tokensOf(platform, workLists);
      const fixed = { bodies, workLists, tokens, gateways, departments, window: WINDOW };
      const seeds = await fileSeeds(platform, tokens, bodies[JOINT]?.text ?? '', Math.min(users, SEEDS_LIMIT));
      const firstPerson = PEOPLE_OF_A_RUN * runs++;
      const before = usageOfParts();
      const generated = await withPlan(
        { ...fixed, run: randomUUID(), stages, users, skewed, seeds, firstPerson },
        (file) => runK6(k6, { script: 'mix.ts', env: { PLAN: file, GOMAXPROCS: '1' }, prefix: cores.prefix, ending }),
      );
      const usage = { before, after: usageOfParts() };
      return { ...generated, usage, confirmed: await confirmFiled(platform, generated.lines) };
    },
  };
};

/** The plan holds tokens: nobody else may read it, and it goes when it was used. */
const withPlan = async <T>(plan: Plan, use: (file: string) => Promise<T>): Promise<T> => {
  const folder = temporaryFolder('mix');
  try {
    const file = join(folder.path, 'plan.json');
    writeFileSync(file, JSON.stringify(plan), { mode: 0o600 });
    return await use(file);
  } finally {
    folder.remove();
  }
};

/** Files an accepted case to learn which of its branches goes where. */
const branchesOfBody = async ({ gateways, stack, ending }: Platform, text: string) => {
  const token = await stack.tokens('demo-centre-clerk');
  const gateway = connect(gateways, 1, ending);
  try {
    const filed = await gateway.call('POST', '/cases', { token, body: text });
    if (filed.status !== 201) throw new Error(`filing: ${filed.status} ${JSON.stringify(filed.body)}`);
    return await branchesOf(gateway, String(filed.body['id']), token);
  } finally {
    await gateway.close();
  }
};

const bodiesOf = async (platform: Platform): Promise<Pick<Plan, 'bodies' | 'workLists'>> => {
  const bodies: Record<string, Body> = {};
  for (const [place, items] of Object.entries(district.filed))
    for (const item of items) bodies[`${item}@${place}`] = receivedBody(item, place as keyof typeof district.filed);
  for (const item of [JOINT, district.heavy.item]) {
    const text = acceptedBody(item);
    bodies[item] = { text, branches: await branchesOfBody(platform, text) };
  }
  const workLists = (bodies[JOINT]?.branches ?? []).map(({ domain, department }) => [domain, department] as const);
  return { bodies, workLists };
};

const tokensOf = async ({ stack }: Platform, workLists: Plan['workLists']): Promise<Record<string, string>> => {
  const users = {
    window: 'demo-window-clerk',
    centre: 'demo-centre-clerk',
    village: 'demo-village-agent',
    citizen: 'demo-citizen',
    ...Object.fromEntries(workLists.map(([, department]) => [department, `demo-${department}-handler`])),
  };
  const tokens: Record<string, string> = {};
  for (const [name, user] of Object.entries(users)) tokens[name] = await stack.tokens(user);
  return tokens;
};

/** Accepted cases whose dossiers nobody has decided yet: what lies on the desks when the morning begins. */
const fileSeeds = async (
  { gateways, ending }: Platform,
  tokens: Plan['tokens'],
  body: string,
  count: number,
): Promise<Plan['seeds']> => {
  const gateway = connect(gateways, AT_ONCE, ending);
  const seeds: Plan['seeds'][number][] = [];
  try {
    await forAll(Array.from({ length: count }), AT_ONCE, async () => {
      const { status, body: filed } = await gateway.call('POST', '/cases', { token: tokens['centre'] ?? '', body });
      if (status === 201) seeds.push({ id: String(filed['id']), item: JOINT });
    });
  } finally {
    await gateway.close();
  }
  return seeds;
};
