import { Outage } from '@yimen/kernel';
import type { CloudEvent } from '../../cloud-event.ts';
import type { OutgoingEvent } from '../../relay/message.ts';
import type { Trouble } from './faulty-store.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** A message on the topic; `order` is when it was published, its place in the log when it can be read. */
export interface Logged {
  readonly topic: string;
  readonly event: CloudEvent;
  readonly order: number;
}

/** All topics as they can be read: nothing is ever taken back, some of it stands there twice, some comes late. */
export type Log = Logged[];

/** Publishes to the log over a connection that may be cut before, in the middle and after. */
export const faultyPublish =
  (
    { log, late }: { readonly log: Log; readonly late: Set<Logged> },
    scheduler: Scheduler,
    owner: Owner,
    trouble: () => Trouble,
  ) =>
  async (messages: readonly OutgoingEvent[]): Promise<void> => {
    await scheduler.gate(owner);
    const events = messages.map(({ topic, value }, i) => ({
      topic,
      event: JSON.parse(value) as CloudEvent,
      order: scheduler.now() + i / messages.length,
    }));
    const kept = scheduler.chance(trouble().cut) ? scheduler.below(events.length + 1) : events.length;
    // a topic that grew partitions: some messages are read after those that followed them
    for (const one of events.slice(0, kept)) {
      if (scheduler.chance(trouble().late)) late.add(one);
      else log.push(one);
    }
    for (const one of events.filter((it) => late.has(it)))
      void wait(scheduler, 40).then(() => {
        late.delete(one);
        log.push(one);
      });
    await scheduler.gate(owner);
    if (kept < events.length || scheduler.chance(trouble().cut)) throw new Outage('The broker was cut off.');
  };

const wait = async (scheduler: Scheduler, gates: number): Promise<void> => {
  for (let i = scheduler.below(gates); i >= 0; i--) await scheduler.gate();
};
