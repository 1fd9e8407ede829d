import type { LegacySystem, SystemStates } from '@yimen/adapter';
import { opensInMs } from '@yimen/adapter';
import type { CaseFiles } from '@yimen/case-file';
import type { components } from '@yimen/contracts/department';
import type { Clocks } from '@yimen/kernel';
import type { DossierCommand } from '../dossier/commands.ts';
import type { Dossier } from '../dossier/state.ts';

type View = components['schemas']['System'];

/** Counting what waits ends here. */
const COUNT_LIMIT = 1_000;

/** What showing the systems needs. */
export interface SystemParts {
  readonly systems: ReadonlyMap<string, LegacySystem>;
  readonly states: SystemStates;
  readonly files: CaseFiles<Dossier, DossierCommand>;
  readonly clocks: Clocks;
}

/** One system as operators see it. */
export const createSystemView =
  ({ systems, states, files, clocks }: SystemParts) =>
  async (id: string): Promise<View | undefined> => {
    const system = systems.get(id);
    if (!system) return undefined;
    const { circuit, off } = await states.read(id);
    const waiting = await files.find({
      where: { system: id },
      sort: { dueAt: 1 },
      limit: COUNT_LIMIT,
      fields: ['status'],
    });
    const { title, department: owner, mode } = system.adapter;
    return {
      id,
      title,
      owner,
      mode,
      on: off === undefined,
      ...(off ? { switchedBy: off.by, switchReason: off.reason } : {}),
      circuit: circuit.circuit,
      open: opensInMs(system.limits.hours, clocks.business()) === 0,
      waiting: waiting.length,
    };
  };
