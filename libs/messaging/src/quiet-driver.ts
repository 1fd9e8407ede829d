import { createRequire } from 'node:module';

/** The requests of one connection of the driver, as far as it matters here. */
interface Requests {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
}

/** The driver's own class, which it does not export. */
type RequestQueue = { readonly prototype: { scheduleCheckPendingRequests: (this: Requests) => void } };

const queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as RequestQueue;
const arm = queue.prototype.scheduleCheckPendingRequests;

const armWhenNeeded = function (this: Requests): void {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) arm.call(this);
};

/**
 * Lets idle connections sleep: kafkajs 2.2.4 looks a thousand times a second on each of them whether something waits,
 * by a timer with a negative time that arms itself again. What waits is still looked after.
 */
export const quietDriver = (): void => {
  queue.prototype.scheduleCheckPendingRequests = armWhenNeeded;
};
