import type { components } from '@yimen/contracts/department';
import type { Say } from '../servers/tools.ts';
import { type Door, good } from './door.ts';
import type { Branch } from './watch.ts';

type Dossier = components['schemas']['Dossier'];

/** Opens the gateway's door as a demo user. */
export type As = (user: string) => Promise<Door>;

const OPEN: ReadonlySet<Dossier['status']> = new Set(['open', 'submitting']);
/** Looks at one dossier; each waits for news, so that this is a bound and not a rhythm. */
const LOOKS_LIMIT = 60;

/** One branch to be worked on. */
export interface Task {
  readonly as: As;
  readonly caseId: string;
  readonly branch: Branch;
  /** The document that the officer of the last level numbers. */
  readonly document: string | undefined;
}

/**
 * The officers of one department at work on one branch: whoever the next level names approves it, until nothing is
 * left for a human. Ends when the dossier is decided.
 */
export const handleBranch = async ({ as, caseId, branch, document }: Task, say: Say): Promise<void> => {
  const path = `/departments/${branch.domain}/dossiers/${caseId}.${branch.key}`;
  const reader = await as(`demo-${branch.department}-handler`);
  let etag: string | undefined;
  for (let looks = 0; looks < LOOKS_LIMIT; looks++) {
    const answer = await reader.read<Dossier>(path, etag);
    if (answer.status === 304) continue;
    const dossier = good(answer, `Dossier ${branch.key}`);
    etag = answer.etag;
    if (!OPEN.has(dossier.status)) return;
    say(stateOf(dossier));
    const level = dossier.status === 'open' ? dossier.levels[dossier.level] : undefined;
    if (level && (await approve(await as(`demo-${branch.department}-${level.role}`), path, document))) {
      say(`${level.role} 同意`);
      etag = undefined;
    }
  }
};

/** Approves when this officer may; answers whether it was done. */
const approve = async (officer: Door, path: string, document: string | undefined): Promise<boolean> => {
  const dossier = good(await officer.read<Dossier>(path), path);
  if (!dossier.steps.some(({ step }) => step === 'approve')) return false;
  const isLast = dossier.level === dossier.levels.length - 1;
  const numbers = isLast && document ? { outputs: [{ code: document, number: `T${dossier.caseNumber}` }] } : {};
  const answer = await officer.command(`${path}/approve`, { opinion: '材料齐全，符合条件，同意。', ...numbers });
  return answer.status === 200;
};

const stateOf = ({ exchanges, milestone, clock, holder }: Dossier): string => {
  const exchange = exchanges.at(-1);
  const system = exchange ? `${exchange.system} ${exchange.status}` : holder?.role;
  return [milestone, system, `限 ${clock.dueOn}`].filter((part) => part !== undefined).join(' · ');
};
