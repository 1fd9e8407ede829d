import { bodySchema, componentSchema, loadContract } from '@yimen/contracts';

const contract = loadContract('intake-gateway');

/** The steps that come in writing, each with the marks of its body: what of it is sealed. */
export const writings = {
  'request-correction': bodySchema(contract, 'requestCorrection'),
  refuse: bodySchema(contract, 'refuseCase'),
  withdraw: bodySchema(contract, 'withdrawCase'),
};

/** The marks of a paper that is handed in; those of its form are the item's. */
export const paperMarks = componentSchema(contract, 'NewCase');

/** The marks of a case as it is shown. */
export const caseMarks = componentSchema(contract, 'Case');
