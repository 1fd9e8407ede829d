import { GATEWAY, type ServiceName } from '@yimen/local';
import { personOf } from '../../district/people.ts';
import { jointBody, receivedBody } from '../bodies.ts';
import { type Client, connect } from '../driver.ts';
import { type Clients, oneCase, partiesOf } from '../joint/journey.ts';
import type { Platform } from '../platform/platform.ts';
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

const TRIES = 150;
const PAUSE_MS = 100;

const until = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`never came: ${what}`);
};

/** The document when nothing of it waits any more: closed, told, and no timer set. */
const settled = (shelves: Shelves, service: ServiceName, id: string): Promise<Member> =>
  until(`the end of ${id}`, async () => {
    const member = await readMember(shelves.of(service), id);
    if (!member || member.file.relayAt !== undefined || member.file.relayed < member.file.head.n) return undefined;
    return member;
  });

const collect = async (
  shelves: Shelves,
  id: string,
  branches: readonly { readonly key: string; readonly domain: string }[],
  applicant: Family['applicant'],
): Promise<Family> => {
  const dossiers = branches.map(({ key, domain }) => settled(shelves, domain as ServiceName, `${id}.${key}`));
  const members = await Promise.all([settled(shelves, GATEWAY, id), ...dossiers]);
  return { applicant, members };
};

const must = async (client: Client, path: string, token: string, body?: string) => {
  const answer = await client.call('POST', path, { token, ...(body === undefined ? {} : { body }), wait: 10 });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

interface Branch {
  readonly key: string;
  readonly domain: string;
}

const branchesOf = async (gateway: Client, id: string, token: string): Promise<readonly Branch[]> => {
  const { body } = await gateway.call('GET', `/cases/${id}`, { token });
  return (body['branches'] as readonly Branch[]).map(({ key, domain }) => ({ key, domain }));
};

/** Plays one of each single item through the platform, from the village agent to the handler's decision. */
export const recordSingles = async (platform: Platform, shelves: Shelves): Promise<Family[]> => {
  const gateway = connect(platform.gateways, 4);
  const families: Family[] = [];
  try {
    const agent = await platform.stack.tokens('demo-village-agent');
    for (const [i, { item, department, domain }] of SINGLE.entries()) {
      const person = personOf(FIRST_PERSON + i * 7_919);
      const text = receivedBody(item, 'centre').text.replace('%NAME%', person.name).replace('%ID%', person.idNumber);
      const handler = await platform.stack.tokens(`demo-${department}-handler`);
      const filed = await must(gateway, '/cases', agent, text);
      const id = String(filed['id']);
      await must(gateway, `/cases/${id}/accept`, handler);
      const branches = await branchesOf(gateway, id, handler);
      const office = connect(platform.departments[domain], 1);
      await must(office, `/dossiers/${id}.${branches[0]?.key ?? ''}/approve`, handler, '{}');
      await office.close();
      await until(`the end of case ${id}`, async () => {
        const { body } = await gateway.call('GET', `/cases/${id}`, { token: handler });
        return body['status'] === 'closed' ? true : undefined;
      });
      families.push(await collect(shelves, id, branches, person));
    }
  } finally {
    await gateway.close();
  }
  return families;
};

/** Plays one joint case through the platform. */
export const recordJoint = async (platform: Platform, shelves: Shelves, clients: Clients): Promise<Family> => {
  const parties = await partiesOf(platform, clients, jointBody);
  const id = await oneCase(parties);
  const { name, idNumber } = JSON.parse(jointBody).applicant;
  const branches = await branchesOf(clients.gateway, id, parties.clerk);
  return collect(shelves, id, branches, { name, idNumber });
};
