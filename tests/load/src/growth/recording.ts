import { GATEWAY, type ServiceName } from '@yimen/local';
import { personOf } from '../../district/people.ts';
import { jointBody, receivedBody, waitingBody } from '../bodies.ts';
import { type Client, connect } from '../driver.ts';
import { type Branch, branchesOf, type Clients, oneCase, partiesOf } from '../joint/journey.ts';
import type { Platform } from '../platform/platform.ts';
import { until } from '../waiting.ts';
import { type Family, type Member, readMember, type Shelves } from './family.ts';

/** What is played once for real, to be multiplied: a person's item of one level, and who accepts and decides it. */
const SINGLE = [
  { item: 'move-within-city', department: 'public-security', domain: 'household-registration' },
  { item: 'school-district-record', department: 'education', domain: 'household-registration' },
  { item: 'school-transfer', department: 'education', domain: 'household-registration' },
  { item: 'insurance-address-change', department: 'human-resources', domain: 'social-security' },
] as const;
/** The persons of what is recorded; nobody else bears their names and numbers. */
const FIRST_PERSON = 6_000_000;
const PATIENCE = { tries: 150, pauseMs: 100 };

/** Cases as the platform wrote them, of every kind that is multiplied. */
export interface Recorded {
  /** Closed, of one item. */
  readonly singles: readonly Family[];
  /** Closed, of five branches. */
  readonly joint: Family;
  /** Accepted, with five dossiers that nobody has decided. */
  readonly open: Family;
  /** Taken in, and accepted by nobody. */
  readonly waiting: Family;
  /** Whose work lists the open dossiers stand in. */
  readonly branches: readonly Branch[];
}

/** Where everything is played and read. */
interface Scene {
  readonly platform: Platform;
  readonly shelves: Shelves;
  readonly clients: Clients;
}

/** Nothing of it is under way any more: all told, and heard from every dossier. */
const isSettled = ({ file }: Member, dossiers: readonly string[]): boolean =>
  file.relayAt === undefined &&
  file.relayed >= file.head.n &&
  dossiers.every((id) => file.seen.some(({ source }) => source === id));

const settled = (
  { shelves, platform }: Scene,
  service: ServiceName,
  id: string,
  dossiers: readonly string[] = [],
): Promise<Member> =>
  until(
    platform.ending,
    async () => {
      const member = await readMember(shelves.of(service), id);
      if (member && isSettled(member, dossiers)) return member;
      throw new Error(`${service} has not come to rest with ${id}`);
    },
    PATIENCE,
  );

const collect = async (
  scene: Scene,
  id: string,
  branches: readonly Branch[],
  { name, idNumber }: Family['applicant'],
): Promise<Family> => {
  const ids = branches.map(({ key }) => `${id}.${key}`);
  const dossiers = branches.map(({ key, domain }) => settled(scene, domain as ServiceName, `${id}.${key}`));
  const members = await Promise.all([settled(scene, GATEWAY, id, ids), ...dossiers]);
  return { applicant: { name, idNumber }, members };
};

const must = async (client: Client, path: string, token: string, body?: string) => {
  const answer = await client.call('POST', path, { token, ...(body === undefined ? {} : { body }), wait: 10 });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** Plays one of each single item through the platform, from the village agent to the handler's decision. */
const recordSingles = async (scene: Scene): Promise<Family[]> => {
  const { platform, clients } = scene;
  const { gateway } = clients;
  const families: Family[] = [];
  const agent = await platform.stack.tokens('demo-village-agent');
  for (const [i, { item, department, domain }] of SINGLE.entries()) {
    const person = personOf(FIRST_PERSON + i * 7_919);
    const text = receivedBody(item, 'centre').text.replace('%NAME%', person.name).replace('%ID%', person.idNumber);
    const handler = await platform.stack.tokens(`demo-${department}-handler`);
    const filed = await must(gateway, '/cases', agent, text);
    const id = String(filed['id']);
    await must(gateway, `/cases/${id}/accept`, handler);
    const branches = await branchesOf(gateway, id, handler);
    const office = connect(platform.departments[domain], 1, platform.ending);
    await must(office, `/dossiers/${id}.${branches[0]?.key ?? ''}/approve`, handler, '{}');
    await office.close();
    const isClosed = async (): Promise<boolean> =>
      (await gateway.call('GET', `/cases/${id}`, { token: handler })).body['status'] === 'closed';
    await until(platform.ending, isClosed, PATIENCE);
    families.push(await collect(scene, id, branches, person));
  }
  return families;
};

/** Plays cases of every kind through the platform. */
export const recordCases = async (scene: Scene): Promise<Recorded> => {
  const { platform, clients } = scene;
  const { gateway } = clients;
  const parties = await partiesOf(platform, clients, jointBody);
  const { applicant } = JSON.parse(jointBody);
  const closed = await oneCase(parties);
  const open = String((await must(gateway, '/cases', parties.clerk, jointBody))['id']);
  const waiting = String((await must(gateway, '/cases', parties.clerk, waitingBody))['id']);
  const branches = await branchesOf(gateway, closed, parties.clerk);
  return {
    singles: await recordSingles(scene),
    joint: await collect(scene, closed, branches, applicant),
    open: await collect(scene, open, branches, applicant),
    waiting: await collect(scene, waiting, [], applicant),
    branches,
  };
};
