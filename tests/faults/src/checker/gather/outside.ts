import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEMS } from '@yimen/local';
import { Agent, type Dispatcher, request } from 'undici';
import { APPLICANT } from '../../load/papers.ts';
import type { Stage } from '../../platform/stage.ts';
import type { Evidence, LedgerSeen } from '../evidence.ts';

/** The ledgers of all legacy systems. */
export const readLedgers = async ({ stack }: Stage): Promise<readonly LedgerSeen[]> =>
  Promise.all(
    Object.keys(SYSTEMS).map(async (system) => {
      const answer = await request(`${stack.urls.simulators}/control/${system}/ledger`);
      return (await answer.body.json()) as LedgerSeen;
    }),
  );

/** What every process has written. */
export const readLogs = ({ stack }: Stage): readonly { name: string; text: string }[] => {
  const dir = join(stack.stateDir, 'logs');
  return readdirSync(dir).map((name) => ({ name, text: readFileSync(join(dir, name), 'utf8') }));
};

const TOGETHER = 16;

/** Asks for many things as the applicant, some side by side. */
const askAll = async (
  { stack }: Stage,
  paths: Iterable<string>,
  hear: (path: string, answer: Dispatcher.ResponseData) => Promise<void>,
): Promise<void> => {
  const left = [...paths];
  const headers = { authorization: `Bearer ${await stack.tokens(APPLICANT)}` };
  const agent = new Agent({ connections: TOGETHER });
  const ask = async (): Promise<void> => {
    for (let path = left.pop(); path !== undefined; path = left.pop())
      await hear(path, await request(`${stack.urls.gateway}${path}`, { dispatcher: agent, headers }));
  };
  await Promise.all(Array.from({ length: TOGETHER }, ask));
  await agent.close();
};

/** Cases as their applicant is shown them in the end; what is not found is not in the answer. */
export const readShown = async (
  stage: Stage,
  cases: Iterable<string>,
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> => {
  const shown = new Map<string, Readonly<Record<string, unknown>>>();
  const byPath = new Map([...cases].map((id) => [`/cases/${id}`, id]));
  await askAll(stage, byPath.keys(), async (path, { statusCode, body }) => {
    const seen = (await body.json()) as Record<string, unknown>;
    if (statusCode === 200) shown.set(byPath.get(path) ?? '', seen);
  });
  return shown;
};

/** The digest of every acknowledged file as its applicant gets it back; what is not found is not in the answer. */
export const readFiles = async (stage: Stage, lines: Evidence['lines']): Promise<ReadonlyMap<string, string>> => {
  const digests = new Map<string, string>();
  const byPath = new Map(
    lines.flatMap(({ act, status, about, answer }): readonly (readonly [string, string])[] => {
      const fileId = String(answer?.['fileId']);
      return act === 'upload' && status === 201 ? [[`/cases/${about}/files/${fileId}`, fileId]] : [];
    }),
  );
  await askAll(stage, byPath.keys(), async (path, { statusCode, body }) => {
    const bytes = await body.bytes();
    if (statusCode === 200) digests.set(byPath.get(path) ?? '', createHash('sha256').update(bytes).digest('hex'));
  });
  return digests;
};
