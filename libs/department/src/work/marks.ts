import { bodySchema, componentSchema, loadContract } from '@yimen/contracts';
import type { JsonObject } from '@yimen/kernel';
import type { OfficerStepName } from '../dossier/flow.ts';

const contract = loadContract('department');

/** The marks of what officers send with their steps: what of it is sealed. */
export const stepMarks: Readonly<Record<OfficerStepName, JsonObject>> = {
  claim: bodySchema(contract, 'claim'),
  approve: bodySchema(contract, 'approve'),
  refuse: bodySchema(contract, 'refuse'),
  'send-back': bodySchema(contract, 'sendBack'),
  'stop-clock': bodySchema(contract, 'stopClock'),
  'resume-clock': bodySchema(contract, 'resumeClock'),
  extend: bodySchema(contract, 'extend'),
  'settle-exchange': bodySchema(contract, 'settleExchange'),
};

/** The marks of a dossier as it is shown. */
export const dossierMarks = componentSchema(contract, 'Dossier');

/** The marks of a timeline as it is shown. */
export const timelineMarks = componentSchema(contract, 'Timeline');
