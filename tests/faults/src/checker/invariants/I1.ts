import type { Invariant } from '../evidence.ts';
import { differences, filingsOf, same } from '../filings.ts';

/** Every acknowledged case is stored with the same body, and every acknowledged file is in its case. */
export const I1: Invariant = (evidence) => [...cases(evidence), ...files(evidence)];

const files: Invariant = (evidence) => {
  const stored = new Map(evidence.cases.map(({ id, state }) => [id, (state['files'] ?? []) as readonly unknown[]]));
  const taken = evidence.lines.filter(({ act, status }) => act === 'upload' && status === 201);
  return taken.flatMap(({ about = '', answer, digest }) => {
    const file = { id: about, file: answer };
    if (!stored.get(about)?.some((one) => same(one, answer)))
      return [{ invariant: 'I1', what: 'an acknowledged file is lost', evidence: file }];
    const got = evidence.downloaded.get(String(answer?.['fileId']));
    return got === digest
      ? []
      : [{ invariant: 'I1', what: 'a file does not come back as it was sent', evidence: { ...file, digest, got } }];
  });
};

const cases: Invariant = (evidence) => {
  const stored = new Map(evidence.cases.map((one) => [one.id, one]));
  return filingsOf(evidence).flatMap(({ key, asked, acknowledged }) =>
    acknowledged.slice(0, 1).flatMap(({ answer = {} }) => {
      const id = String(answer['id']);
      const found = stored.get(id);
      const shown = evidence.shown.get(id);
      if (!found) return [{ invariant: 'I1', what: 'an acknowledged case is lost', evidence: { key, id } }];
      if (answer['number'] !== undefined && found.state['number'] !== answer['number'])
        return [{ invariant: 'I1', what: 'a case has another number than was told', evidence: { key, id } }];
      const wrong = shown ? differences(asked, shown) : ['all of it: the applicant is not shown it'];
      return wrong.length === 0
        ? []
        : [{ invariant: 'I1', what: 'a case is not what was filed', evidence: { key, id, wrong } }];
    }),
  );
};
