import type { Cut, Restore } from '@yimen/case-file';
import { isRefusal, toInstant } from '@yimen/kernel';
import { type BlockDocument, raiseBlocks } from '@yimen/store';
import type { Logger } from '@yimen/telemetry';
import { systemActor, systemAsker } from '../callers/asker.ts';
import type { Ground } from '../ground.ts';

/** Cases under work at once. */
const TOGETHER = 50;

/**
 * Puts right what a restore leaves: numbers go on above the highest that may have been handed out, and every case that
 * others know more of than it does itself says so, and calls a human.
 */
export const createSettling =
  ({ store, cases, clocks }: Pick<Ground, 'store' | 'cases' | 'clocks'>, log: Logger) =>
  async ({ epoch, point, numbers }: Restore, cuts: readonly Cut[]): Promise<void> => {
    const blocks = store.collection<BlockDocument>('blocks');
    for (const [row, last] of Object.entries(numbers)) await raiseBlocks(blocks, row, last);
    let lost = 0;
    const settle = async ({ file }: Cut): Promise<void> => {
      const at = toInstant(clocks.business());
      const command = { step: 'restored', epoch, point, asker: systemAsker, actor: systemActor, at } as const;
      const outcome = await cases.handle(file, command, { id: `restore:${epoch}` });
      if (!isRefusal(outcome)) return;
      if (outcome.refusal === 'not-found') lost += 1;
      else log.error({ caseId: file, reason: outcome.refusal }, 'A restored case could not be settled.');
    };
    for (let from = 0; from < cuts.length; from += TOGETHER)
      await Promise.all(cuts.slice(from, from + TOGETHER).map(settle));
    log.warn({ epoch, point, forgetful: cuts.length - lost, lost }, 'The store was restored: these cases need a look.');
  };
