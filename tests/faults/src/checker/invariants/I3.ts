import type { Invariant, StoredCase } from '../evidence.ts';
import { differences, filingsOf, keyOf } from '../filings.ts';

/** What was not acknowledged is absent or complete; what is stored was asked for by somebody. */
export const I3: Invariant = (evidence) => {
  const filings = new Map(filingsOf(evidence).map((filing) => [filing.key, filing]));
  return evidence.cases.flatMap((one) => {
    const key = keyOf(one) ?? '';
    const filing = filings.get(key);
    if (!filing) return [{ invariant: 'I3', what: 'nobody has filed a stored case', evidence: { id: one.id, key } }];
    if (filing.acknowledged.length > 0) return [];
    const shown = evidence.shown.get(one.id);
    const lacks = [...lacksOf(one), ...(shown ? differences(filing.asked, shown) : ['the applicant is not shown it'])];
    return lacks.length === 0
      ? []
      : [
          {
            invariant: 'I3',
            what: 'a case without acknowledgement is there in part',
            evidence: { id: one.id, key, lacks },
          },
        ];
  });
};

const lacksOf = ({ state, history }: StoredCase): readonly string[] => [
  ...[...(state['status'] === 'draft' ? [] : ['number']), 'plan', 'filing', 'status', 'division'].filter(
    (field) => state[field] === undefined,
  ),
  ...(Array.isArray(state['branches']) && state['branches'].length > 0 ? [] : ['branches']),
  ...(history.some(({ sealed }) => sealed !== undefined) ? [] : ['the personal part']),
];
