import { type Client, connect, forAll } from '../driver.ts';
import type { Platform } from '../platform/platform.ts';

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
  readonly calls: () => number;
  readonly close: () => Promise<void>;
}

const CONNECTIONS = 64;

/** Connects to every process of every service. */
export const connectAll = ({ gateways, departments }: Platform): Clients => {
  const gateway = connect(gateways, CONNECTIONS);
  const each = new Map(Object.entries(departments).map(([name, urls]) => [name, connect(urls, CONNECTIONS)]));
  const all = [gateway, ...each.values()];
  return {
    gateway,
    departments: each,
    calls: () => all.reduce((sum, client) => sum + client.calls(), 0),
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
}

/** So many cases at once, one after the other, `until` it is enough. */
export const drive = async (parties: Parties, concurrency: number, until: () => boolean): Promise<Tally> => {
  const latenciesMs: number[] = [];
  const ids: string[] = [];
  const startedAt = performance.now();
  const worker = async (): Promise<void> => {
    while (!until()) {
      const started = performance.now();
      ids.push(await oneCase(parties));
      latenciesMs.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { cases: ids.length, tookS: (performance.now() - startedAt) / 1000, latenciesMs, ids };
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

const FIRST_TRIES = 150;
const PAUSE_MS = 200;

/** Files one case to learn which branch goes to which department; the catalogue may still be on its way. */
export const partiesOf = async (platform: Platform, clients: Clients, body: string): Promise<Parties> => {
  const { gateway, departments } = clients;
  const clerk = await platform.stack.tokens('demo-centre-clerk');
  for (let tries = 0; ; tries++) {
    const filed = await gateway.call('POST', '/cases', { token: clerk, body });
    if (filed.status === 201) {
      const seen = await gateway.call('GET', `/cases/${String(filed.body['id'])}`, { token: clerk });
      const branches = seen.body['branches'];
      if (!Array.isArray(branches)) throw new Error('a case without branches');
      const approvals = branches.map(async ({ key, domain, department }) => {
        const client = departments.get(domain);
        if (!client) throw new Error(`no service for ${domain}`);
        const token = await platform.stack.tokens(`demo-${department}-handler`);
        return { key: String(key), department: client, token };
      });
      return { gateway, clerk, body, approvals: await Promise.all(approvals) };
    }
    if (tries >= FIRST_TRIES) throw new Error(`the first case was not taken in: ${JSON.stringify(filed.body)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};
