import { z } from 'zod';

/** How a system decides from now on. `pending`: it leaves everything lying until another order. */
export const decisionOrder = z.strictObject({
  how: z.enum(['accept', 'reject', 'pending']),
  /** Of `reject`: their code; each system has a usual one. */
  code: z.string().optional(),
  /** How many filings; afterwards it accepts again. */
  count: z.int().positive().optional(),
});

/** An order about decisions. */
export type DecisionOrder = z.infer<typeof decisionOrder>;

/** The mood of a system. */
export interface Decisions {
  readonly order: (order: DecisionOrder) => void;
  /** For one filing, used up by one. */
  readonly next: () => DecisionOrder;
}

/** A system that accepts. */
export const createDecisions = (): Decisions => {
  let current: DecisionOrder = { how: 'accept' };
  let left = Number.POSITIVE_INFINITY;
  return {
    order: (order) => {
      current = order;
      left = order.count ?? Number.POSITIVE_INFINITY;
    },
    next: () => {
      const order = current;
      left -= 1;
      if (left <= 0) current = { how: 'accept' };
      return order;
    },
  };
};
