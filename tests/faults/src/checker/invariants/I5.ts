import { type Entry, foldHistory } from '@yimen/case-file';
import type { JsonObject } from '@yimen/kernel';
import { evolve as evolveDossier } from '../../../../../libs/department/src/dossier/evolve.ts';
import { START } from '../../../../../libs/department/src/dossier/state.ts';
import { evolve as evolveCase } from '../../../../../services/intake-gateway/src/cases/evolve/evolve.ts';
import type { Evidence, Invariant, StoredCase, Violation } from '../evidence.ts';
import { same } from '../filings.ts';

/** Each branch is decided once, alike at gateway and department; every state is the fold of its history; no cause counts twice. */
export const I5: Invariant = (evidence) => [
  ...decisions(evidence),
  ...[...evidence.cases, ...evidence.dossiers].flatMap((file) => [...repeated(file), ...misfolded(file, evidence)]),
];

const violation = (what: string, evidence: unknown): Violation => ({ invariant: 'I5', what, evidence });

const decisions = ({ cases, dossiers }: Evidence): readonly Violation[] => {
  const byId = new Map(dossiers.map((dossier) => [dossier.id, dossier]));
  return cases.flatMap(({ id, history }) => {
    const decided = Map.groupBy(
      history.filter(({ type }) => type === 'branch.decided'),
      ({ data }) => String(data['branch']),
    );
    const closings = history.filter(({ type }) => type === 'case.closed').length;
    return [
      ...(closings > 1 ? [violation('a case closed more than once', { id, closings })] : []),
      ...[...decided].flatMap(([branch, entries]) => branchDecided(`${id}.${branch}`, entries, byId)),
    ];
  });
};

const branchDecided = (
  id: string,
  entries: readonly Entry[],
  dossiers: ReadonlyMap<string, StoredCase>,
): readonly Violation[] => {
  const there = dossiers.get(id)?.history.filter(({ type }) => type === 'dossier.decided') ?? [];
  const status = dossiers.get(id)?.state['status'];
  if (entries.length !== 1 || there.length !== 1)
    return [violation('a branch was not decided once', { id, gateway: entries.length, department: there.length })];
  const outcome = entries[0]?.data['outcome'];
  return outcome === status ? [] : [violation('gateway and department disagree', { id, outcome, status })];
};

/** A request or timer is one write; a message is one write: the same cause under two nonces took effect twice. */
const repeated = ({ id, service, history }: StoredCase): readonly Violation[] => {
  const nonces = new Map<string, Set<string>>();
  for (const { cause, nonce } of history) {
    const name = 'id' in cause ? cause.id : `${cause.source} ${cause.n}`;
    nonces.set(name, (nonces.get(name) ?? new Set()).add(nonce));
  }
  const human = history.find(({ type }) => type === 'case.human-needed');
  return [
    ...[...nonces]
      .filter(([, writes]) => writes.size > 1)
      .map(([cause]) => violation('one cause took effect twice', { service, id, cause })),
    ...(human ? [violation('something no rule foresees reached a case', { id, n: human.n, data: human.data })] : []),
  ];
};

/** A case before its first fact. */
export const NEW_CASE: JsonObject = { status: 'new', branches: [] };

const misfolded = (
  { id, service, kind, history, state }: StoredCase,
  { words = (known) => known }: Pick<Evidence, 'words'>,
): readonly Violation[] => {
  const folded =
    kind === 'case'
      ? foldHistory({ start: NEW_CASE, evolve: (before, fact) => evolveCase(before as never, fact) as never }, history)
      : foldHistory(
          { start: START as JsonObject, evolve: (before, fact) => evolveDossier(before as never, fact) as never },
          history,
        );
  return same(folded, words(state)) ? [] : [violation('a state is not the fold of its history', { service, id })];
};
