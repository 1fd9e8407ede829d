import { setTimeout as pause } from 'node:timers/promises';
import { GATEWAY } from '@yimen/local';
import type { Evidence, Violation } from '../checker/evidence.ts';
import { readAgain } from './F15.ts';
import type { Fault } from './fault.ts';
import { inPresentWords, isOfNext, NEXT_GATEWAY } from './next-version.ts';

const BESIDE_MS = 10_000;

/**
 * A gateway of the next version works beside one of the present one on the same cases, then takes its place, and what
 * the present one was told is read again. Who is told by one that it cannot write a newer case comes to the other.
 */
export const F14: Fault = {
  name: 'F14',
  title: 'version N and N+1 side by side, old events replayed',
  companies: 0.5,
  convergeMs: 90_000, // a message for a newer case waits on its partition until the present version has gone
  words: inPresentWords,
  strike: async ({ stage, length, say, offer, healed }) => {
    const { stack } = stage;
    await pause(4_000 * length);
    const next = await stage.beside(GATEWAY, NEXT_GATEWAY);
    offer(next.url);
    say('a gateway of the next version works beside the present one');
    await pause(BESIDE_MS * length);
    stage.board(GATEWAY).patch(NEXT_GATEWAY);
    await stack.kill(GATEWAY);
    await stack.restart(GATEWAY);
    say('all gateways are of the next version');
    await pause(3_000 * length);
    await Promise.all([stack.kill(GATEWAY), next.kill()]);
    await readAgain(stage, GATEWAY);
    await Promise.all([stack.restart(GATEWAY), next.restart()]);
    say('the next version reads what was told to the present one');
    healed();
    await pause(4_000 * length);
  },
  alsoHolds: (evidence) => [...bothWorked(evidence), ...neverWrittenBack(evidence)],
};

/** What a gateway says when it finds a case that a later version has written. */
const NEWER = 'newer than this process knows';

/** Nothing was shown unless cases of the present version were taken over, and the present one met cases of the next. */
export const bothWorked = ({ cases, logs }: Evidence): readonly Violation[] => {
  const versions = cases.map(({ history }) => new Set(history.map(({ v = 1 }) => v)));
  const own = logs.filter(({ name }) => name.startsWith(GATEWAY));
  const counts = {
    ofNext: cases.filter(({ state }) => isOfNext(state)).length,
    takenOver: versions.filter((seen) => seen.has(1) && seen.has(2)).length,
    foundNewer: own.reduce((sum, { text }) => sum + text.split(NEWER).length - 1, 0),
  };
  return Object.values(counts).every((count) => count > 0)
    ? []
    : [{ invariant: 'F14', what: 'the two versions did not meet', evidence: counts }];
};

/** An entry of the present version stands behind one of the next only if the present one wrote less than it had read. */
export const neverWrittenBack = ({ cases }: Evidence): readonly Violation[] =>
  cases.flatMap(({ id, history }) => {
    const back = history.find(({ v = 1 }, place) => v < (history[place - 1]?.v ?? 1));
    return back
      ? [{ invariant: 'F14', what: 'an older version wrote over a newer case', evidence: { id, n: back.n } }]
      : [];
  });
