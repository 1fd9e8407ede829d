import { GATEWAY } from '@yimen/local';
import type { Line } from '../../load/diary.ts';
import type { Evidence, Restored, StoredCase, Violation } from '../evidence.ts';
import { exchangesOf, isUnderWay } from '../invariants/I10.ts';
import { restoreViolation, SECOND_MS } from './violation.ts';

/** What became of all that others know more of than the restored store: its writes, its cases, its exchanges. */
export const forgotten = (evidence: Evidence, restored: Restored): readonly Violation[] => [
  ...lostWrites(evidence, restored),
  ...unmarked(evidence, restored),
  ...unsettled(evidence, restored),
];

/**
 * Every write that was acknowledged before the moment left an entry whose cause ends in its key: `POST /cases`, the files,
 * the submission and the acceptance at the gateway, each level of an approval at its department.
 */
const lostWrites = ({ lines, cases, dossiers }: Evidence, { until }: Restored): readonly Violation[] => {
  const kept = new Set([...cases, ...dossiers].flatMap(keysOf));
  const isWrite = ({ key, status = 0 }: Line): boolean => key !== undefined && status >= 200 && status < 300;
  return lines
    .filter((line) => isWrite(line) && line.at < until - SECOND_MS && !kept.has(line.key ?? ''))
    .map(({ act, about, key, at }) =>
      restoreViolation('an acknowledged write is lost', { act, about, key, at, until }),
    );
};

/** The idempotency keys of all that was done to a file: `http:<subject>:<step>:<key>`. */
const keysOf = ({ history }: StoredCase): readonly string[] =>
  history.flatMap(({ cause }) => ('id' in cause ? (cause.id.split(':').at(-1) ?? []) : []));

/** A file that had told more says so: a case calls a human, a dossier tells the gateway. */
const unmarked = ({ cases, dossiers }: Evidence, { report }: Restored): readonly Violation[] => {
  const files = new Map([...cases, ...dossiers].map((file) => [`${file.service} ${file.id}`, file]));
  return report.setBack.flatMap(({ id, service, told }) => {
    const file = files.get(`${service} ${id}`);
    if (file && saysSo(file)) return [];
    return [
      restoreViolation('a file that was set back does not say so', { id, service, told, state: file?.state['status'] }),
    ];
  });
};

const saysSo = ({ service, state, history }: StoredCase): boolean =>
  service === GATEWAY
    ? ((state['humanNeeded'] ?? []) as readonly string[]).includes('restored')
    : history.some(({ type }) => type === 'dossier.restored');

/** No exchange hangs; one may wait for a human only where its system has got what the store has forgotten. */
const unsettled = ({ dossiers, ledgers }: Evidence, { report }: Restored): readonly Violation[] => {
  const ahead = new Set([...report.setBack, ...report.lostDossiers].map(({ id }) => id.split('.')[0]));
  const sent = new Set(ledgers.flatMap(({ system, submissions }) => submissions.map(({ key }) => `${system} ${key}`)));
  return dossiers
    .filter(({ id }) => ahead.has(id.split('.')[0])) // of all others I10 says it
    .flatMap((dossier) =>
      exchangesOf(dossier).flatMap(({ id, system, key, status, detail }) => {
        const hangs = isUnderWay(status);
        const needless = status === 'needs-review' && !sent.has(`${system} ${key}`);
        if (!hangs && !needless) return [];
        const what = hangs
          ? 'an exchange of a case that was set back hangs'
          : 'an exchange waits for a human though its system got nothing';
        return [restoreViolation(what, { dossier: dossier.id, id, system, status, detail })];
      }),
    );
};
