import { SERVICES, startStack } from '@yimen/local';
import { jointBody } from './bodies.ts';
import { type Client, connect, percentile } from './driver.ts';
import type { BenchOptions } from './intake.ts';

const CONCURRENCIES = [1, 8, 32] as const;
const WAIT_S = 10;
const WARM_UP_CASES = 200;

interface Approval {
  readonly key: string;
  readonly department: Client;
  readonly token: string;
}

interface Parties {
  readonly gateway: Client;
  readonly clerk: string;
  readonly approvals: readonly Approval[];
}

interface Tally {
  cases: number;
  readonly latenciesMs: number[];
  readonly ids: string[];
}

/** File a package with receipt and acceptance, approve its five branches at their departments at once, watch until closed. */
const oneCase = async ({ gateway, clerk, approvals }: Parties): Promise<string> => {
  const filed = await gateway.call('POST', '/cases', { token: clerk, body: jointBody });
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
  for (let tries = 0; tries < 12; tries++) {
    const { status, body } = await gateway.call('GET', `/cases/${id}?until=ended`, { token, wait: WAIT_S });
    if (status === 200 && body['status'] === 'closed') return;
    if (status !== 200 && status !== 304) throw new Error(`watching ${id}: ${status} ${JSON.stringify(body)}`);
  }
  throw new Error(`${id} never closed`);
};

const drive = async (parties: Parties, concurrency: number, until: () => boolean): Promise<Tally> => {
  const tally: Tally = { cases: 0, latenciesMs: [], ids: [] };
  const worker = async (): Promise<void> => {
    while (!until()) {
      const started = performance.now();
      tally.ids.push(await oneCase(parties));
      tally.latenciesMs.push(performance.now() - started);
      tally.cases += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return tally;
};

/** How often the history of a case says that it closed: once, or something is wrong. */
const closings = async (parties: Parties, ids: readonly string[]): Promise<{ lost: number; closedTwice: number }> => {
  let lost = 0;
  let closedTwice = 0;
  for (const id of ids) {
    const { body } = await parties.gateway.call('GET', `/cases/${id}/timeline`, { token: parties.clerk });
    const entries = body['entries'];
    const closed = Array.isArray(entries) ? entries.filter(({ type }) => type === 'case.closed').length : 0;
    if (closed === 0) lost += 1;
    if (closed > 1) closedTwice += 1;
  }
  return { lost, closedTwice };
};

const bareCalls = async (gateway: Client, seconds: number): Promise<number> => {
  const ends = performance.now() + seconds * 1000;
  const before = gateway.calls();
  const started = performance.now();
  const worker = async (): Promise<void> => {
    while (performance.now() < ends) await gateway.call('GET', '/live', { token: '' });
  };
  await Promise.all(Array.from({ length: 32 }, worker));
  return (gateway.calls() - before) / ((performance.now() - started) / 1000);
};

/** Joint cases per second at 1, 8 and 32 at once, beside the bare calls per second of the same driver and gateway. */
export const benchJoint = async ({ seconds, say }: BenchOptions): Promise<object> => {
  say('starting servers and services …');
  const stack = await startStack({ only: SERVICES });
  const gateway = connect(stack.urls.gateway, 64);
  const departments = new Map(Object.entries(stack.urls.services).map(([name, url]) => [name, connect(url, 64)]));
  const all = [gateway, ...departments.values()];
  try {
    const clerk = await stack.tokens('demo-centre-clerk');
    const approvals = await approvalsOf({ gateway, departments, clerk, token: stack.tokens });
    const parties: Parties = { gateway, clerk, approvals };
    let warm = 0;
    await drive(parties, 8, () => warm++ >= WARM_UP_CASES);
    const bareRps = await bareCalls(gateway, Math.min(seconds, 5));
    const perSecond: Record<string, number> = {};
    const p95: Record<string, number> = {};
    const ids: string[] = [];
    let calls = 0;
    for (const concurrency of CONCURRENCIES) {
      const before = all.reduce((sum, client) => sum + client.calls(), 0);
      const started = performance.now();
      const tally = await drive(parties, concurrency, () => performance.now() - started > seconds * 1000);
      const took = (performance.now() - started) / 1000;
      perSecond[concurrency] = Number((tally.cases / took).toFixed(1));
      p95[concurrency] = Math.round(percentile(tally.latenciesMs, 0.95));
      calls = (all.reduce((sum, client) => sum + client.calls(), 0) - before) / tally.cases;
      ids.push(...tally.ids);
      say(`${concurrency} at once: ${perSecond[concurrency]} cases/s, p95 ${p95[concurrency]} ms`);
    }
    const { lost, closedTwice } = await closings(parties, ids);
    return {
      bench: 'joint',
      cases_per_s: perSecond,
      p95_ms: p95,
      http_calls_per_case: Number(calls.toFixed(2)),
      bare_rps: Math.round(bareRps),
      ratio_to_bare_calls: Number((((perSecond['32'] ?? 0) * calls) / bareRps).toFixed(2)),
      lost,
      closed_twice: closedTwice,
    };
  } finally {
    await Promise.all(all.map((client) => client.close()));
    await stack.stop();
  }
};

interface Search {
  readonly gateway: Client;
  readonly departments: ReadonlyMap<string, Client>;
  readonly clerk: string;
  readonly token: (user: string) => Promise<string>;
}

/** Files one case to learn which branch goes to which department; the catalogue may still be on its way. */
const approvalsOf = async ({ gateway, departments, clerk, token }: Search): Promise<Approval[]> => {
  for (let tries = 0; tries < 150; tries++) {
    const filed = await gateway.call('POST', '/cases', { token: clerk, body: jointBody });
    if (filed.status === 201) {
      const seen = await gateway.call('GET', `/cases/${String(filed.body['id'])}`, { token: clerk });
      const branches = seen.body['branches'];
      if (!Array.isArray(branches)) throw new Error('a case without branches');
      return Promise.all(
        branches.map(async ({ key, domain, department }) => {
          const client = departments.get(domain);
          if (!client) throw new Error(`no service for ${domain}`);
          return { key: String(key), department: client, token: await token(`demo-${department}-handler`) };
        }),
      );
    }
    if (tries === 149) throw new Error(`the first case was not taken in: ${JSON.stringify(filed.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return [];
};
