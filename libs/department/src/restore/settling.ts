import type { Actor, CaseFiles, Cut, Restore } from '@yimen/case-file';
import { type Clocks, isRefusal, toInstant } from '@yimen/kernel';
import { type Store, throwOutage } from '@yimen/store';
import type { Logger } from '@yimen/telemetry';
import type { DossierCommand } from '../dossier/commands.ts';
import type { Dossier } from '../dossier/state.ts';

/** What settling a restore needs. */
export interface SettlingParts {
  readonly files: CaseFiles<Dossier, DossierCommand>;
  readonly store: Store;
  readonly clocks: Clocks;
  readonly log: Logger;
}

const OPERATOR: Actor = { subject: 'restore', kind: 'system' };
/** Dossiers under work at once. */
const TOGETHER = 50;

/**
 * Takes every dossier that a restore concerns through the one door: those that had told more than they remember, and
 * those with an exchange that is not final, whose system will be asked before anything is sent.
 */
export const createSettling =
  ({ files, store, clocks, log }: SettlingParts) =>
  async (restore: Restore, cuts: readonly Cut[]): Promise<void> => {
    const forgetful = new Set(cuts.map(({ file }) => file));
    const open = await withOpenExchange(store);
    const ids = [...new Set([...forgetful, ...open])];
    let settled = 0;
    const settle = async (id: string): Promise<void> => {
      const { epoch, point } = restore;
      const outcome = await files.handle(
        id,
        {
          step: 'restored',
          actor: OPERATOR,
          at: toInstant(clocks.business()),
          systemAt: toInstant(clocks.system()),
          epoch,
          point,
          forgotten: forgetful.has(id),
        },
        { id: `restore:${epoch}` },
      );
      if (!isRefusal(outcome)) settled += 1;
      else if (outcome.refusal !== 'not-found')
        log.error({ dossierId: id, reason: outcome.refusal }, 'A restored dossier could not be settled');
    };
    for (let from = 0; from < ids.length; from += TOGETHER)
      await Promise.all(ids.slice(from, from + TOGETHER).map(settle));
    log.warn(
      { epoch: restore.epoch, point: restore.point, forgetful: forgetful.size, open: open.length, settled },
      'The store was restored: systems are asked before anything is sent',
    );
  };

type Row = { readonly _id: string; readonly find: { readonly dueAt?: string; readonly status?: string } };

/** Dossiers that have something to do or to wait for at a system; those with a human's turn included. */
const withOpenExchange = async (store: Store): Promise<readonly string[]> => {
  const rows = await store
    .collection<Row>('dossiers')
    .find(
      {
        'find.keys': { $gte: '' },
        $or: [{ 'find.dueAt': { $exists: true } }, { 'find.status': { $in: ALIVE } }],
      } as object,
      {
        projection: { _id: 1 },
      },
    )
    .toArray()
    .catch(throwOutage);
  return rows.map(({ _id }) => _id);
};

const ALIVE = ['open', 'submitting'];
