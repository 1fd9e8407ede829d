import type { Invariant } from '../evidence.ts';
import { differences, filingsOf } from '../filings.ts';

/** Every acknowledged case is stored with the same body. */
export const I1: Invariant = (evidence) => {
  const stored = new Map(evidence.cases.map((one) => [one.id, one]));
  return filingsOf(evidence).flatMap(({ key, asked, acknowledged }) =>
    acknowledged.slice(0, 1).flatMap(({ answer = {} }) => {
      const id = String(answer['id']);
      const found = stored.get(id);
      const shown = evidence.shown.get(id);
      if (!found) return [{ invariant: 'I1', what: 'an acknowledged case is lost', evidence: { key, id } }];
      if (found.state['number'] !== answer['number'])
        return [{ invariant: 'I1', what: 'a case has another number than was told', evidence: { key, id } }];
      const wrong = shown ? differences(asked, shown) : ['all of it: the applicant is not shown it'];
      return wrong.length === 0
        ? []
        : [{ invariant: 'I1', what: 'a case is not what was filed', evidence: { key, id, wrong } }];
    }),
  );
};
