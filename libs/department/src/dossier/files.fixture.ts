import { type CaseFiles, createCaseFiles, createMemoryStore, createNonces, type Limits } from '@yimen/case-file';
import { isRefusal } from '@yimen/kernel';
import type { DossierCommand, Open } from './commands.ts';
import { dossier, handling, MORNING, opening, SYSTEM_NOW } from './dossier.fixture.ts';
import type { Dossier } from './state.ts';

/** Clocks that stand. */
export const clocks = { business: () => Date.parse(MORNING), system: () => Date.parse(SYSTEM_NOW) };

/** Dossiers behind their one door, in memory. */
export const openFiles = (limits: Partial<Limits> = {}): CaseFiles<Dossier, DossierCommand> =>
  createCaseFiles<Dossier, DossierCommand>({
    aggregate: dossier,
    store: createMemoryStore(),
    nonces: createNonces('a'),
    clocks,
    limits,
  });

/** Opens a dossier that wants to submit to L06; answers its first exchange. */
export const openSubmitting = async (
  files: CaseFiles<Dossier, DossierCommand>,
  id: string,
  change: Partial<Open> = {},
) => {
  const bySystem = handling({ levels: [], decision: 'system', exchange: { system: 'L06', when: 'opened' } });
  const command = opening({ handling: bySystem, personal: false, exchangeKey: `K-${id}`, ...change });
  const outcome = await files.handle(id, command, { id: `open:${id}` }, { create: true });
  if (isRefusal(outcome)) throw new Error(outcome.refusal);
  return (await files.load(id))?.state.exchanges[0];
};
