import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEMS } from '@yimen/local';
import { Agent, request } from 'undici';
import { APPLICANT } from '../../load/papers.ts';
import type { Stage } from '../../platform/stage.ts';
import type { LedgerSeen } from '../evidence.ts';

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

/** Cases as their applicant is shown them in the end; what is not found is not in the answer. */
export const readShown = async (
  { stack }: Stage,
  cases: Iterable<string>,
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> => {
  const ids = [...cases];
  const token = await stack.tokens(APPLICANT);
  const agent = new Agent({ connections: TOGETHER });
  const shown = new Map<string, Readonly<Record<string, unknown>>>();
  const read = async (): Promise<void> => {
    for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
      const path = `${stack.urls.gateway}/cases/${id}`;
      const answer = await request(path, { dispatcher: agent, headers: { authorization: `Bearer ${token}` } });
      const body = (await answer.body.json()) as Record<string, unknown>;
      if (answer.statusCode === 200) shown.set(id, body);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, read));
  await agent.close();
  return shown;
};
