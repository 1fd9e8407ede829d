import { type BrokenLink, type CaseStore, verifyHistory } from '@yimen/case-file';
import { type Store, throwOutage } from '@yimen/store';
import type { Part } from '../platform.ts';

/** What became of the chains of one service. */
export interface Chains {
  readonly files: number;
  readonly broken: readonly ({ readonly id: string } & BrokenLink)[];
}

const TOGETHER = 50;

/** Verifies the history of every file, sealed segments included, against the head that its document states. */
export const verifyChains = async (
  store: Store,
  { aggregate }: Pick<Part, 'aggregate'>,
  files: Pick<CaseStore, 'load' | 'history'>,
): Promise<Chains> => {
  const broken: ({ readonly id: string } & BrokenLink)[] = [];
  let count = 0;
  const verify = async (ids: readonly string[]): Promise<void> => {
    count += ids.length;
    const heads = await files.load(ids);
    await Promise.all(
      heads.map(async ({ _id: id, head }) => {
        const wrong = verifyHistory({ id, head, history: await files.history(id) });
        if (wrong) broken.push({ id, ...wrong });
      }),
    );
  };
  let ids: string[] = [];
  const all = store.collection<{ readonly _id: string }>(`${aggregate}s`).find({}, { projection: { _id: 1 } });
  try {
    for await (const { _id } of all) {
      ids.push(_id);
      if (ids.length < TOGETHER) continue;
      await verify(ids);
      ids = [];
    }
  } catch (error) {
    throwOutage(error);
  }
  await verify(ids);
  return { files: count, broken };
};
