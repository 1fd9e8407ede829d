import { type Client, type Counts, connect, forAll, sumOf } from '../driver.ts';
import { round } from '../figures.ts';
import type { Platform } from '../platform/platform.ts';
import { until } from '../waiting.ts';

const WAIT_S = 10;
const WATCH_TRIES = 12;

interface Approval {
  readonly key: string;
  readonly department: Client;
  readonly token: string;
}

/** Who takes part in the joint cases of one package. */
export interface Parties {
  readonly gateway: Client;
  readonly clerk: string;
  readonly body: string;
  readonly approvals: readonly Approval[];
}

/** The light clients of a platform's services. */
export interface Clients {
  readonly gateway: Client;
  readonly departments: ReadonlyMap<string, Client>;
  readonly counts: () => Counts;
  readonly close: () => Promise<void>;
}

/** As many as cases at once in any bench: each waits on one of them for its end. */
const CONNECTIONS = 128;

/** Connects to every process of every service. */
export const connectAll = ({ gateways, departments, ending }: Platform): Clients => {
  const gateway = connect(gateways, CONNECTIONS, ending);
  const each = new Map(Object.entries(departments).map(([name, urls]) => [name, connect(urls, CONNECTIONS, ending)]));
  const all = [gateway, ...each.values()];
  return {
    gateway,
    departments: each,
    counts: () => sumOf(all.map((client) => client.counts())),
    close: async () => {
      await Promise.all(all.map((client) => client.close()));
    },
  };
};

/** File a package with receipt and acceptance, approve its branches at their departments at once, watch until closed. */
export const oneCase = async ({ gateway, clerk, body, approvals }: Parties): Promise<string> => {
  const filed = await gateway.call('POST', '/cases', { token: clerk, body });
  const id = filed.body['id'];
  if (filed.status !== 201 || typeof id !== 'string')
    throw new Error(`filing: ${filed.status} ${JSON.stringify(filed.body)}`);
  await Promise.all([
    ...approvals.map((approval) => approve(approval, `${id}.${approval.key}`)),
    watchUntilClosed(gateway, id, clerk),
  ]);
  return id;
};

const approve = async ({ department, token }: Approval, dossier: string): Promise<void> => {
  const { status, body } = await department.call('POST', `/dossiers/${dossier}/approve`, {
    token,
    body: '{}',
    wait: WAIT_S,
  });
  if (status !== 200) throw new Error(`approving ${dossier}: ${status} ${JSON.stringify(body)}`);
};

const watchUntilClosed = async (gateway: Client, id: string, token: string): Promise<void> => {
  for (let tries = 0; tries < WATCH_TRIES; tries++) {
    const { status, body } = await gateway.call('GET', `/cases/${id}?until=ended`, { token, wait: WAIT_S });
    if (status === 200 && body['status'] === 'closed') return;
    if (status !== 200 && status !== 304) throw new Error(`watching ${id}: ${status} ${JSON.stringify(body)}`);
  }
  throw new Error(`${id} never closed`);
};

/** What a run of joint cases came to. */
export interface Tally {
  readonly cases: number;
  readonly tookS: number;
  readonly latenciesMs: readonly number[];
  readonly ids: readonly string[];
  /** CPU of this process, which drives, in cores: it takes them from the platform. */
  readonly driverCores: number;
}

/** So many cases at once, one after the other, `until` it is enough. */
export const drive = async (parties: Parties, concurrency: number, until: () => boolean): Promise<Tally> => {
  const latenciesMs: number[] = [];
  const ids: string[] = [];
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const worker = async (): Promise<void> => {
    while (!until()) {
      const started = performance.now();
      ids.push(await oneCase(parties));
      latenciesMs.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const tookS = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { cases: ids.length, tookS, latenciesMs, ids, driverCores: round((user + system) / 1e6 / tookS, 2) };
};

/** So many cases at once for so long. */
export const driveFor = (parties: Parties, concurrency: number, seconds: number): Promise<Tally> => {
  const ends = performance.now() + seconds * 1000;
  return drive(parties, concurrency, () => performance.now() > ends);
};

/** How often the history of each case says that it closed: once, or something is wrong. */
export const closings = async (
  { gateway, clerk }: Parties,
  ids: readonly string[],
): Promise<{ lost: number; closedTwice: number }> => {
  let lost = 0;
  let closedTwice = 0;
  await forAll(ids, 8, async (id) => {
    const { body } = await gateway.call('GET', `/cases/${id}/timeline`, { token: clerk });
    const entries = body['entries'];
    const closed = Array.isArray(entries) ? entries.filter(({ type }) => type === 'case.closed').length : 0;
    if (closed === 0) lost += 1;
    if (closed > 1) closedTwice += 1;
  });
  return { lost, closedTwice };
};

const PATIENCE = { tries: 150, pauseMs: 200 };

/** Files one case to learn which branch goes to which department; the catalogue may still be on its way. */
export const partiesOf = async (platform: Platform, clients: Clients, body: string): Promise<Parties> => {
  const { gateway, departments } = clients;
  const clerk = await platform.stack.tokens('demo-centre-clerk');
  const file = async (): Promise<string> => {
    const { status, body: filed } = await gateway.call('POST', '/cases', { token: clerk, body });
    if (status === 201) return String(filed['id']);
    throw new Error(`the first case was not taken in: ${status} ${JSON.stringify(filed)}`);
  };
  const branches = await branchesOf(gateway, await until(platform.ending, file, PATIENCE), clerk);
  const approvals = branches.map(async ({ key, domain, department }) => {
    const client = departments.get(domain);
    if (!client) throw new Error(`no service for ${domain}`);
    return { key, department: client, token: await platform.stack.tokens(`demo-${department}-handler`) };
  });
  return { gateway, clerk, body, approvals: await Promise.all(approvals) };
};

/** A branch of an accepted case: where its dossier is. */
export interface Branch {
  readonly key: string;
  readonly domain: string;
  readonly department: string;
}

/** The branches of a case. */
export const branchesOf = async (gateway: Client, id: string, token: string): Promise<readonly Branch[]> => {
  const { body } = await gateway.call('GET', `/cases/${id}`, { token });
  if (!Array.isArray(body['branches'])) throw new Error(`case ${id} has no branches`);
  return body['branches'].map(({ key, domain, department }) => ({
    key: String(key),
    domain: String(domain),
    department: String(department),
  }));
};
