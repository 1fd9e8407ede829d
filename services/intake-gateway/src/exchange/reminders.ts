import type { Relay } from '@yimen/case-file';
import { dossierIdOf } from '../cases/state.ts';
import type { Cases } from '../parts.ts';

/** A reminder is the same message again, so it goes through the relay and makes no new one; answers how to end it. */
export const remindBranches = (
  cases: Cases,
  relay: Pick<Relay, 'rewind'>,
  onFault: (fault: unknown) => void,
): (() => void) =>
  cases.onSaved(({ id, entries }) => {
    for (const { type, data } of entries) {
      if (type !== 'branch.reminded') continue;
      relay.rewind(id, dossierIdOf(id, String(data['branch'])), 1).catch(onFault);
    }
  });
