import { Outage } from '@yimen/kernel';
import type { CaseStore } from '../../store/port.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** How often things go wrong between a process and its database or broker. */
export interface Trouble {
  /** A request or its answer is lost. */
  readonly cut: number;
  /** A write whose answer is lost is applied later, after reads that did not show it. */
  readonly late: number;
}

/** A store behind a network that the scheduler owns: every call waits its turn, some are lost on the way. */
export const faultyStore = (
  store: CaseStore,
  scheduler: Scheduler,
  owner: Owner,
  trouble: () => Trouble,
): CaseStore => {
  const { gate, chance } = scheduler;
  const cut = new Outage('The connection was cut.');

  const reading =
    <A extends unknown[], R>(read: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      await gate(owner);
      const answer = await read(...given);
      await gate(owner);
      if (chance(trouble().cut)) throw cut;
      return answer;
    };

  const writing =
    <A extends unknown[], R>(write: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      await gate(owner);
      if (chance(trouble().late)) {
        // the server goes on by itself, even when the process is dead by then
        void gate()
          .then(() => gate())
          .then(() => write(...given));
        throw cut;
      }
      if (chance(trouble().cut / 2)) throw cut;
      const answer = await write(...given);
      await gate(owner);
      if (chance(trouble().cut / 2)) throw cut;
      return answer;
    };

  return {
    load: reading(store.load),
    probe: reading(store.probe),
    entriesOf: reading(store.entriesOf),
    history: reading(store.history),
    waiting: reading(store.waiting),
    due: reading(store.due),
    find: reading(store.find),
    debts: reading(store.debts),
    write: writing(store.write),
    mark: writing(store.mark),
    postpone: writing(store.postpone),
    touch: writing(store.touch),
    seal: writing(store.seal),
    owe: writing(store.owe),
    asked: writing(store.asked),
    settleDebt: writing(store.settleDebt),
    living: reading(store.living),
    beat: writing(store.beat),
    leave: writing(store.leave),
  };
};
