import type { Cut, Restore } from '@yimen/case-file';
import { isRefusal, toInstant } from '@yimen/kernel';
import { type BlockDocument, raiseBlocks, type Store, throwOutage } from '@yimen/store';
import type { Logger } from '@yimen/telemetry';
import { toLocalDate } from '@yimen/working-days';
import { systemActor, systemAsker } from '../callers/asker.ts';
import type { Ground } from '../ground.ts';
import { CASE_ROW } from '../numbers/numbers.ts';

/** Numbers of one row that may have been handed out since, without any trace on a topic. */
const UNTOLD_NUMBERS = 100_000;

/**
 * Leaves out every number that may be on somebody's receipt: those remembered, those told, and a stretch beyond; also of a
 * year that began in the lost time, of which neither may be left.
 */
const goOnAbove = async (
  store: Store,
  { numbers, businessAt }: Pick<Restore, 'numbers' | 'businessAt'>,
): Promise<void> => {
  const blocks = store.collection<BlockDocument>('blocks');
  const rows = new Map(Object.entries(numbers).map(([row, last]) => [`${CASE_ROW}${row}`, last]));
  const remembered = await blocks.find({}).toArray().catch(throwOutage);
  for (const { _id, last } of remembered)
    if (_id.startsWith(CASE_ROW)) rows.set(_id, Math.max(last, rows.get(_id) ?? 0));
  const thisYear = toLocalDate(businessAt).slice(0, 4);
  for (const row of [...rows.keys()]) {
    const inThisYear = row.replace(/\d+$/, thisYear);
    if (!rows.has(inThisYear)) rows.set(inThisYear, 0);
  }
  for (const [row, last] of rows) await raiseBlocks(blocks, row, last + UNTOLD_NUMBERS);
};

/** Cases under work at once. */
const TOGETHER = 50;

/**
 * Puts right what a restore leaves: numbers go on above the highest that may have been handed out, and every case that
 * others know more of than it does itself says so, and calls a human.
 */
export const createSettling =
  ({ store, cases, clocks }: Pick<Ground, 'store' | 'cases' | 'clocks'>, log: Logger) =>
  async (restore: Restore, cuts: readonly Cut[]): Promise<void> => {
    const { epoch, point } = restore;
    await goOnAbove(store, restore);
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
