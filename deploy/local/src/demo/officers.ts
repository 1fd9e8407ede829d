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

/**
 * The officers of one department at work on one branch: whoever the next level names approves it, until nothing is
 * left for a human. Ends when the dossier is decided.
 */
export const handleBranch = async (as: As, caseId: string, branch: Branch, say: Say): Promise<void> => {
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
    if (level && (await approve(as, path, `demo-${branch.department}-${level.role}`))) {
      say(`${level.role} 同意`);
      etag = undefined;
    }
  }
};

/** Approves when this officer may; answers whether it was done. */
const approve = async (as: As, path: string, user: string): Promise<boolean> => {
  const officer = await as(user);
  const dossier = good(await officer.read<Dossier>(path), path);
  if (!dossier.steps.some(({ step }) => step === 'approve')) return false;
  return (await officer.command(`${path}/approve`, { opinion: '材料齐全，符合条件，同意。' })).status === 200;
};

const stateOf = ({ exchanges, milestone, clock, holder }: Dossier): string => {
  const exchange = exchanges.at(-1);
  const system = exchange ? `${exchange.system} ${exchange.status}` : holder?.role;
  return [milestone, system, `限 ${clock.dueOn}`].filter((part) => part !== undefined).join(' · ');
};
