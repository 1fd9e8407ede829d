import type { CaseFiles, Relay } from '@yimen/case-file';
import type { ReadMessage } from '@yimen/messaging';
import type { DossierCommand } from '../dossier/commands.ts';
import type { Dossier } from '../dossier/state.ts';
import type { BranchNews } from './opening.ts';

/** Takes a batch: dossiers in one bulk, then what others ask to hear again. Bears repeats. */
export const createBranchIntake =
  (files: CaseFiles<Dossier, DossierCommand>, relay: Pick<Relay, 'rewind'>, onFault: (fault: unknown) => void) =>
  async (messages: readonly ReadMessage<BranchNews>[]): Promise<void> => {
    await files.receive(messages.flatMap(({ event }) => (event.news === 'delivery' ? [event.delivery] : [])));
    for (const { event } of messages)
      if (event.news === 'relay') void relay.rewind(event.source, event.target, event.from).catch(onFault);
  };
