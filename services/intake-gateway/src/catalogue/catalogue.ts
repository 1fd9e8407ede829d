import { Outage, type Refusal, refuse } from '@yimen/kernel';
import { keyOf } from './published.ts';
import type { ItemSubject, Subject } from './subject.ts';

/** Every version of every item and package, compiled and in memory: the peak path asks no database. */
export type Catalogue = {
  readonly put: (subject: Subject) => void;
  /** Until then nobody can say that an item does not exist: looking for one that is not there throws an outage. */
  readonly incompleteUntil: (learnt: Promise<void>) => void;
  /** Nothing that was published before is missing. */
  readonly isComplete: () => boolean;
  /** One version, or the newest. */
  readonly find: (code: string, version?: number) => Subject | undefined;
  readonly item: (code: string, version: number) => ItemSubject | undefined;
  /** The newest of each, by code. */
  readonly newest: () => readonly Subject[];
  /** What may be filed for this kind of applicant, or why not. */
  readonly offered: (code: string, version: number | undefined, applicant: string) => Subject | Refusal;
};

/** An empty catalogue; publications fill it. */
export const createCatalogue = (): Catalogue => {
  const versions = new Map<string, Subject>();
  const newest = new Map<string, Subject>();
  let sorted: readonly Subject[] | undefined;
  let complete = true;
  const requireComplete = (): void => {
    if (!complete) throw new Outage('The catalogue is being read.');
  };
  const find = (code: string, version?: number): Subject | undefined => {
    const found = version === undefined ? newest.get(code) : versions.get(keyOf(code, version));
    if (found === undefined) requireComplete();
    return found;
  };
  return {
    put: (subject) => {
      versions.set(keyOf(subject.code, subject.version), subject);
      const last = newest.get(subject.code);
      if (!last || last.version <= subject.version) newest.set(subject.code, subject);
      sorted = undefined;
    },
    incompleteUntil: (learnt) => {
      complete = false;
      learnt.then(() => {
        complete = true;
      });
    },
    isComplete: () => complete,
    find,
    item: (code, version) => {
      const found = find(code, version);
      return found?.kind === 'item' ? found : undefined;
    },
    newest: () => {
      requireComplete();
      sorted ??= [...newest.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
      return sorted;
    },
    offered: (code, version, applicant) => {
      const found = find(code, version);
      if (!found) return refuse('item-unknown', 'There is no such item.', { pointer: '/item', item: code });
      if (found.kind === 'item' && found.item.standalone === false)
        return refuse('item-not-standalone', 'This item is filed as part of a package only.', {
          pointer: '/item',
          item: code,
        });
      if (!found.applicants.includes(applicant))
        return refuse('item-not-for-applicant', 'This item is not for this kind of applicant.', {
          pointer: '/applicant/kind',
          item: code,
        });
      return found;
    },
  };
};
