import { readFileSync } from 'node:fs';
import { isRefusal, toInstant } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { type Answer, accepted, pending, rejected, unintelligible, unreachable, type Verdict } from './answer.ts';
import { apply, landedBy } from './apply.ts';
import { type Exchange, type ExchangeEvent, type ExchangeRules, wantExchange, wantInDoubt } from './exchange.ts';
import { completeLimits } from './limits.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

const limits = completeLimits({ callMs: 5_000, settleMs: 10_000, attempts: 2, concurrency: 1 });
const { settleMs: _settleMs, ...unsettled } = limits;
const systems: readonly ExchangeRules[] = [
  { limits, asks: true },
  { limits, asks: false },
  { limits: unsettled, asks: true },
];
const START = Date.UTC(2026, 2, 2, 1, 30);
const AT = toInstant(START);
const LANDED = landedBy(AT, limits);

const verdicts: readonly Verdict[] = [accepted({}), rejected('1', ''), pending(1_000)];
const answers: readonly Answer[] = [
  ...verdicts,
  unreachable('no route'),
  unreachable('cut off', { mayHaveLanded: true }),
  unintelligible('body'),
];

/** Everything that can happen, by the words that stand on the arrow. */
const happenings: readonly (readonly [words: string, event: ExchangeEvent])[] = [
  ['started', { event: 'started', at: AT }],
  ...answers.map(
    (answer) => [wordsOf('answered', answer), { event: 'answered', at: AT, startedAt: AT, answer }] as const,
  ),
  ...[...answers, { answer: 'not-found' } as const].map(
    (answer) => [wordsOf('asked', answer), { event: 'asked', at: LANDED, answer }] as const,
  ),
  ...verdicts.map((answer) => ['pushed', { event: 'pushed', at: AT, answer }] as const),
  ['gave up', { event: 'gave-up', at: AT, detail: '' }],
  ['cancelled', { event: 'cancelled', at: AT }],
  ['restored', { event: 'restored', at: AT }],
  ...verdicts.slice(0, 2).map((as) => ['a human looked', { event: 'resolved', at: AT, as }] as const),
  ['a human says send again', { event: 'resolved', at: AT, as: { answer: 'send-again' } }],
];

/** A verdict is what its arrow leads to; of any other answer the arrow says which. */
function wordsOf(event: string, answer: Answer | { readonly answer: 'not-found' }): string {
  if (answer.answer === 'unreachable' && answer.mayHaveLanded && event === 'answered')
    return 'answered (may have landed)';
  return verdicts.some((verdict) => verdict.answer === answer.answer) ? event : `${event} (${answer.answer})`;
}

const wanted = { id: '1', system: 'L06', capability: 'submit', key: 'K' } as const;
const begins: readonly Exchange[] = [wantExchange(wanted, AT), wantInDoubt(wanted, AT, AT)];

/** Counters and moments make no arrows of their own: what differs in them alone has been tried. */
const shapeOf = ({ status, attempts, taken, startedAt }: Exchange): string =>
  `${status} ${attempts >= limits.attempts} ${taken} ${startedAt === AT}`;

/** What can become of an exchange, by what happens. */
const next = (from: Exchange): readonly (readonly [words: string, to: Exchange])[] =>
  systems.flatMap((rules) =>
    happenings.flatMap(([words, event]) => {
      const to = apply(from, event, rules);
      return isRefusal(to) || to === from ? [] : [[words, to] as const];
    }),
  );

/** The arrows between the statuses of every exchange that can come to be. */
const arrows = (): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const open = [...begins];
  for (let from = open.pop(); from; from = open.pop()) {
    if (seen.has(shapeOf(from))) continue;
    seen.add(shapeOf(from));
    for (const [words, to] of next(from)) {
      open.push({ ...to, ...(to.nextAt === undefined ? {} : { nextAt: AT }) });
      const arrow = `${nameOf(from)} --> ${nameOf(to)}`;
      if (to.status !== from.status) found.set(arrow, (found.get(arrow) ?? new Set()).add(words));
    }
  }
  return found;
};

const nameOf = ({ status }: Exchange): string => status.replaceAll('-', '_');

describe('the drawing of an exchange in the README', () => {
  it('is what the rules do', () => {
    const lines = [...arrows()].map(([arrow, words]) => `  ${arrow}: ${[...words].join(' · ')}`);
    const starts = begins.map(
      (begin) => `  [*] --> ${nameOf(begin)}${begin.status === 'unknown' ? ': wanted soon after a restore' : ''}`,
    );
    const drawing = ['stateDiagram-v2', ...starts, ...lines.sort()].join('\n');
    expect(readme).toContain(`\`\`\`mermaid\n${drawing}\n\`\`\``);
  });
});
