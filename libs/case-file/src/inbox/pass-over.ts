import { type JsonObject, Outage } from '@yimen/kernel';
import type { Command } from '../aggregate.ts';
import type { DoorParts } from '../door/parts.ts';
import { openDraft } from '../history/draft.ts';
import { plan } from '../history/operation.ts';

/** The message that a human has settled by hand. */
export interface Settled {
  readonly source: string;
  readonly sequence: number;
  readonly entryhash: string;
}

/**
 * Lets a file go on behind a dead message that a human has settled by hand: `seen` moves as if it had been taken.
 * False when it is not the next one of its source; true again when it has been passed over before.
 */
export const createPassOver =
  <S extends JsonObject, C extends Command>(parts: DoorParts<S, C>) =>
  (id: string, { source, sequence, entryhash }: Settled): Promise<boolean> =>
    parts.serial(id, async () => {
      const giveUpAt = parts.clocks.system() + parts.limits.commandTimeoutMs;
      while (parts.clocks.system() < giveUpAt) {
        const file = await parts.load(id);
        const draft = openDraft(parts, id, file);
        const others = draft.seen.filter((one) => one.source !== source);
        const last = draft.seen.find((one) => one.source === source);
        // the write of an attempt whose outcome was unknown
        if (last?.n === sequence && last.hash === entryhash) return true;
        if (!file || (last?.n ?? 0) !== sequence - 1) return false;
        draft.seen = [...others, { source, n: sequence, hash: entryhash }];
        const planned = plan(parts.aggregate, draft, {
          now: parts.clocks.system(),
          published: parts.published.get(id),
        });
        parts.cache.drop(id);
        if ((await parts.commit(planned.operation)).is === 'won') return true;
      }
      throw new Outage('A message could not be passed over in time.');
    });
