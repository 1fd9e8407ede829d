import type { Evidence, Invariant, StoredCase, Violation } from '../evidence.ts';

/** After the drain nothing waits: outbox, messages, debts, exchanges; `.dead` holds exactly the poison. */
export const I10: Invariant = (evidence) => [
  ...waiting(evidence),
  ...untaken(evidence),
  ...unsettled(evidence),
  ...dead(evidence),
];

const violation = (what: string, evidence: unknown): Violation => ({ invariant: 'I10', what, evidence });

const waiting = ({ cases, dossiers, debts, lags }: Evidence): readonly Violation[] => [
  ...[...cases, ...dossiers]
    .filter(({ waits }) => waits)
    .map(({ id, service }) => violation('entries wait for the relay', { service, id })),
  ...debts.map((debt) => violation('a source owes messages', debt)),
  ...lags.filter(({ total }) => total > 0).map((lag) => violation('a group is behind', lag)),
];

/** Every message that was told to a file has been taken by it. */
const untaken = ({ cases, dossiers }: Evidence): readonly Violation[] => {
  const taken = new Map(
    [...cases, ...dossiers].map(({ id, seen }) => [id, new Map(seen.map(({ source, n }) => [source, n]))]),
  );
  const last = new Map<string, { source: string; target: string; n: number }>();
  for (const { id, history } of [...cases, ...dossiers])
    for (const { out = [] } of history)
      for (const { topic, target, sequence } of out)
        if (target !== topic) last.set(`${id} ${target}`, { source: id, target, n: sequence });
  return [...last.values()].flatMap(({ source, target, n }) => {
    const seen = taken.get(target)?.get(source) ?? 0;
    return seen >= n ? [] : [violation('a message was never taken by its target', { source, target, told: n, seen })];
  });
};

const OPEN: ReadonlySet<string> = new Set(['wanted', 'sent', 'pending', 'unknown']);

/** Whether an exchange of this status has something left to happen by itself. */
export const isUnderWay = (status: string): boolean => OPEN.has(status);

const unsettled = ({ dossiers, mayNeedReview }: Evidence): readonly Violation[] => {
  const all = dossiers.flatMap((dossier) =>
    exchangesOf(dossier).map(({ id, system, status, detail }) => ({ dossier: dossier.id, id, system, status, detail })),
  );
  const atHumans = Map.groupBy(
    all.filter(({ status }) => status === 'needs-review'),
    ({ system }) => system,
  );
  return [
    ...all.filter(({ status }) => isUnderWay(status)).map((one) => violation('an exchange waits', one)),
    ...[...atHumans]
      .filter(([system, its]) => its.length > (mayNeedReview[system] ?? 0))
      .flatMap(([, its]) => its)
      .map((one) => violation('an exchange waits for a human without need', one)),
  ];
};

/** The exchanges of a dossier as its state holds them. */
export const exchangesOf = ({ state }: StoredCase) =>
  (state['exchanges'] ?? []) as readonly {
    readonly id: string;
    readonly system: string;
    readonly status: string;
    readonly key: string;
    readonly capability: string;
    readonly detail?: string;
  }[];

const dead = ({ messages, planted }: Evidence): readonly Violation[] => {
  const buried = messages.filter(({ topic }) => topic.endsWith('.dead'));
  const poison = planted.filter((one) => one.poison);
  const isPlanted = (text: string): boolean => poison.some((one) => same(one.text, text));
  return [
    ...buried
      .filter(({ text }) => !isPlanted(text))
      .map(({ topic, text, headers }) =>
        violation('a sound message was put aside', { topic, headers, text: text.slice(0, 300) }),
      ),
    ...poison
      .filter(({ text, topic }) => !buried.some((one) => one.topic === `${topic}.dead` && same(text, one.text)))
      .map(({ topic, text }) => violation('poison was not put aside', { topic, text: text.slice(0, 300) })),
  ];
};

/** What is put aside may be cut short when it is very large. */
const same = (planted: string, found: string): boolean =>
  planted === found || (found.length > 1_000 && planted.startsWith(found));
