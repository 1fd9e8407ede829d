import { createHash } from 'node:crypto';
import { SERVICES, type ServiceName, type StackUrls } from '@yimen/local';
import { FormData } from 'undici';
import { type Chance, pick } from '../platform/chance.ts';
import type { Answer, Client, Wish } from './client.ts';
import { APPLICANT, paperOf, pictureOf, silentPaperOf } from './papers.ts';

/** What a journey needs. */
export interface World {
  readonly client: Client;
  readonly urls: Pick<StackUrls, 'services'>;
  /** Every gateway that may be asked; more than one when there are replicas. */
  readonly gateways: readonly string[];
  /** The share of cases that go to legacy systems. */
  readonly companies: number;
}

/** How a journey ended; `refused` names what a lawful wish was answered, which is always wrong. */
export interface Ended {
  readonly journey: string;
  readonly how: 'closed' | 'cut-short' | 'refused';
  readonly detail?: string;
}

interface Branch {
  readonly key: string;
  readonly status: string;
  readonly domain: string;
  readonly department: string;
}

type Ask = (wish: Omit<Wish, 'journey' | 'url'> & Partial<Pick<Wish, 'url'>>) => Promise<Answer>;

/** Thrown when patience has ended, or when something lawful was refused. */
class JourneyEnd extends Error {
  readonly how: Ended['how'];
  constructor(how: Ended['how'], detail: string) {
    super(detail);
    this.how = how;
  }
}

/** One applicant's way from the window to the end of the case, with all who take part in it. */
export const travel = async (world: World, journey: string, chance: Chance): Promise<Ended> => {
  const ask: Ask = async (wish) => {
    // whoever was told to come again may come to another gateway
    const answer = await world.client.wish({ url: () => pick(chance, world.gateways), journey, ...wish });
    if (!answer) throw new JourneyEnd('cut-short', wish.act);
    if (answer.status >= 300 && answer.status !== 304 && !wish.lawful?.includes(answer.status))
      throw new JourneyEnd('refused', `${wish.act} ${wish.path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
  try {
    await live(world, journey, chance, ask);
    return { journey, how: 'closed' };
  } catch (error) {
    if (!(error instanceof JourneyEnd)) throw error;
    return { journey, how: error.how, detail: error.message };
  }
};

/** Hands a company in, and nobody ever answers it. */
export const fileOnly = async ({ client, gateways }: World, journey: string, chance: Chance): Promise<void> => {
  const { by, body } = silentPaperOf(journey, chance);
  const url = () => pick(chance, gateways);
  const key = `${journey}-file`;
  const filed = await client.wish({ journey, act: 'file', by, url, method: 'POST', path: '/cases', key, body });
  if (filed?.status !== 201) throw new Error(`A silent case was not taken: ${JSON.stringify(filed)}`);
};

const live = async (world: World, journey: string, chance: Chance, ask: Ask): Promise<void> => {
  const paper = paperOf(journey, world.companies, chance);
  const filed = await ask({
    act: 'file',
    by: paper.by,
    method: 'POST',
    path: '/cases',
    key: `${journey}-file`,
    body: paper.body,
    notYet: [404], // by a gateway that is not ready, and has no catalogue yet; who never gets one is late
  });
  const id = String(filed.body['id']);
  const { number, queryPassword: password } = paper.kind === 'draft' ? await handIn(ask, journey, id) : filed.body;
  const peek = () => track(ask, id, { number, password });
  await peek();
  if (paper.kind === 'restaurant') {
    const { branches } = await look(ask, id);
    await Promise.all([...branches.map((one) => approve(world, ask, id, one, ['handler'])), untilEnded(ask, id, peek)]);
  } else await openCompany(world, ask, id, peek);
  await peek();
};

const MATERIALS = ['articles', 'identity-proof'];

/** Two files at once for the draft, then it is handed in; the body of the answer. */
const handIn = async (ask: Ask, journey: string, id: string): Promise<Answer['body']> => {
  const own = { about: id, by: APPLICANT, method: 'POST' } as const;
  await Promise.all(
    MATERIALS.map((material) => {
      const picture = pictureOf(`${journey}-${material}`);
      const digest = createHash('sha256').update(picture).digest('hex');
      const body = new FormData();
      body.append('material', material);
      body.append('file', new Blob([picture], { type: 'image/png' }), `${material}.png`);
      return ask({ ...own, act: 'upload', path: `/cases/${id}/files`, key: `${id}-${material}`, body, digest });
    }),
  );
  return (await ask({ ...own, act: 'submit', path: `/cases/${id}/submit`, key: `${id}-submit` })).body;
};

const openCompany = async (world: World, ask: Ask, id: string, peek: () => Promise<void>): Promise<void> => {
  const lead = 'demo-market-regulation-handler';
  await ask({ act: 'accept', about: id, by: lead, method: 'POST', path: `/cases/${id}/accept`, key: `${id}-accept` });
  const { branches } = await look(ask, id);
  const one = (key: string): Branch => {
    const found = branches.find((branch) => branch.key === key);
    if (!found) throw new Error(`The company has no branch ${key}.`);
    return found;
  };
  await approve(world, ask, id, one('establishment'), ['handler', 'reviewer']);
  await Promise.all([approve(world, ask, id, one('statistics'), ['handler']), untilEnded(ask, id, peek)]);
};

/** Every level of one branch, at its department's own service; the dossier may still be on its way. */
const approve = async (world: World, ask: Ask, id: string, branch: Branch, roles: readonly string[]): Promise<void> => {
  const about = `${id}.${branch.key}`;
  for (const role of roles)
    await ask({
      act: 'approve',
      about,
      by: `demo-${branch.department}-${role}`,
      url: () => world.urls.services[serviceOf(branch.domain)],
      method: 'POST',
      path: `/dossiers/${about}/approve`,
      key: `${about}-${role}`,
      body: {},
      headers: { prefer: 'wait=5' },
      notYet: [404],
    });
};

const serviceOf = (domain: string): ServiceName => {
  const found = SERVICES.find((name) => name === domain);
  if (!found) throw new Error(`There is no service for ${domain}.`);
  return found;
};

const look = async (
  ask: Ask,
  id: string,
): Promise<{ readonly status: string; readonly branches: readonly Branch[] }> => {
  const { body } = await ask({ act: 'read', about: id, by: APPLICANT, method: 'GET', path: `/cases/${id}` });
  return body as never;
};

/** Of one journey, beside the looks at its beginning and end: the tracker closes its door to who looks too often. */
const PEEKS = 3;

/** Reads until the case has ended, and looks at the tracker in between. */
const untilEnded = async (ask: Ask, id: string, peek: () => Promise<void>): Promise<void> => {
  let etag: string | undefined;
  for (let look = 0; ; look++) {
    if (look < PEEKS) await peek();
    const seen = await ask({
      act: 'read',
      about: id,
      by: APPLICANT,
      method: 'GET',
      path: `/cases/${id}?until=ended`,
      headers: { prefer: 'wait=5', ...(etag === undefined ? {} : { 'if-none-match': etag }) },
    });
    if (seen.body['status'] === 'closed') return;
    etag = seen.etag ?? etag;
  }
};

const track = async (ask: Ask, about: string, body: Readonly<Record<string, unknown>>): Promise<void> => {
  await ask({ act: 'track', about, by: '', method: 'POST', path: '/tracking', body, lawful: [429] });
};
