import type { ItemRules } from '@yimen/department';

/** What of the form L14 takes, by its own names. */
const SENT = [
  'projectCode',
  'projectName',
  'builder',
  'contractor',
  'siteAddress',
  'areaSquareMetres',
  'costYuan',
  'plannedStart',
  'plannedEnd',
];

/** L14 takes the application of the approved permit and issues its number. */
export const constructionPermit: ItemRules = {
  submission: ({ form }) => Object.fromEntries(SENT.map((name) => [name, form[name]])),
  outputs: [{ code: 'construction-permit', numberIn: 'permitNumber', facts: true }],
};
