import type { ItemRules } from '@yimen/department';

/** L06 files under the licence that the branch waited for; its record number numbers the certificate. */
export const sealRecord: ItemRules = {
  submission: ({ form, numberOf }) => ({
    creditCode: numberOf('business-licence'),
    companyName: form['companyName'],
    legalRepresentative: form['legalRepresentative'],
    seals: form['seals'],
    engraver: form['engraver'],
  }),
  outputs: [{ code: 'seal-record', numberIn: 'sealRecordNumber' }],
};
