import type { EventData } from '@yimen/contracts/events';
import type { Opening } from '../dossier/state.ts';

/** What the gateway tells of a branch that it has opened, as far as nothing else is said. */
export const openedData = (
  caseId: string,
  said: Pick<EventData['branch.opened'], 'branch' | 'item'> & Partial<EventData['branch.opened']>,
): EventData['branch.opened'] => ({
  caseId,
  caseNumber: `T-${caseId.slice(0, 8)}`,
  applicantKind: 'organisation',
  division: '440604012',
  receivedOn: '2026-03-02',
  acceptedOn: '2026-03-02',
  accepted: { by: 'centre', organ: '佛山市禅城区政务服务中心' },
  form: {},
  derived: {},
  materials: [],
  outputs: [],
  ...said,
});

/** The same as a dossier keeps it. */
export const keptOpening = (...said: Parameters<typeof openedData>): Opening =>
  openedData(...said) as unknown as Opening;
