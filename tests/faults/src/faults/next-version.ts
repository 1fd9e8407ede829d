import type { Patch } from '../../preload/orders.ts';

const CASES = 'services/intake-gateway/src/cases';
const HANDED_IN = '(state as { readonly handedInAt?: string }).handedInAt';

/**
 * The gateway's next version: `filedAt` of a case is called `handedInAt` from schema version 2 on, and an opening tells
 * departments one thing more.
 */
export const NEXT_GATEWAY: readonly Patch[] = [
  {
    module: `${CASES}/aggregate.ts`,
    find: 'schemaVersion: 1,',
    replace: `schemaVersion: 2,
  upcasts: {
    1: { state: ({ filedAt, ...rest }) => (filedAt === undefined ? rest : { ...rest, handedInAt: filedAt }) },
  },`,
  },
  { module: `${CASES}/aggregate.ts`, find: 'at: filedAt,', replace: `at: ${HANDED_IN},` },
  { module: `${CASES}/evolve/receipt.ts`, find: 'filedAt: fact.at,', replace: 'handedInAt: fact.at,' },
  {
    module: `${CASES}/views/case-view.ts`,
    find: 'filedAt: state.filedAt ?? at',
    replace: `filedAt: ${HANDED_IN} ?? at`,
  },
  { module: `${CASES}/views/rows.ts`, find: "'filedAt', ", replace: "'handedInAt', " },
  { module: `${CASES}/views/rows.ts`, find: "filedAt: filedAt ?? ''", replace: `filedAt: ${HANDED_IN} ?? ''` },
  {
    module: 'services/intake-gateway/src/exchange/rendering.ts',
    find: 'caseNumber: number,',
    replace: "caseNumber: number,\n    urgency: 'as-promised',",
  },
];

type State = Readonly<Record<string, unknown>>;

/** Whether a case was written by the next version. */
export const isOfNext = (state: State): boolean => 'handedInAt' in state;

/** The state of a case, whichever version has written it, in the words of the present one. */
export const inPresentWords = ({ handedInAt, ...state }: State): State =>
  handedInAt === undefined ? state : { ...state, filedAt: handedInAt };
