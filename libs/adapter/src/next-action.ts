import { toInstant } from '@yimen/kernel';
import { dueAt, type Exchange, type ExchangeRules, type Polls } from './exchange.ts';
import { opensInMs } from './hours.ts';

/** The one next thing to do about an exchange. */
export type Action =
  | { readonly do: 'send' }
  | { readonly do: 'ask' }
  /** Nothing before `at` (system instant). */
  | { readonly do: 'wait'; readonly at: string }
  /** Settled, or only a push or a human can move it. */
  | { readonly do: 'nothing' }
  | { readonly do: 'call-human'; readonly detail: string };

/** Both clocks, ms. */
export interface Now {
  readonly system: number;
  readonly business: number;
}

const NOTHING: Action = { do: 'nothing' };

/** What to do about an exchange now. Pure; the same for the runner and for `decide`. */
export const nextAction = (exchange: Exchange, rules: ExchangeRules, now: Now, polls?: Polls): Action => {
  const due = dueAt(exchange, polls);
  if (due === undefined) return NOTHING;
  if (due > toInstant(now.system)) return { do: 'wait', at: due };

  const action = dueAction(exchange, rules);
  const closedMs = action.do === 'send' || action.do === 'ask' ? opensInMs(rules.limits.hours, now.business) : 0;
  return closedMs > 0 ? { do: 'wait', at: toInstant(now.system + closedMs) } : action;
};

const dueAction = ({ status, capability, attempts }: Exchange, { limits, asks }: ExchangeRules): Action => {
  switch (status) {
    case 'wanted':
      if (capability === 'submit' && attempts >= limits.attempts)
        return { do: 'call-human', detail: `sent ${attempts} times without reaching an end` };
      return { do: 'send' };
    case 'sent':
    case 'unknown':
      // reading again changes nothing there; a submission is asked about before any second send
      if (capability === 'query') return { do: 'send' };
      return asks ? { do: 'ask' } : { do: 'call-human', detail: 'outcome unknown and the system cannot be asked' };
    case 'pending':
      return asks ? { do: 'ask' } : NOTHING;
    default:
      return NOTHING;
  }
};
