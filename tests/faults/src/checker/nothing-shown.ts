import type { Evidence, Invariant } from './evidence.ts';
import { closedIn } from './invariants/I9.ts';

/** A round that saw nothing is as bad as one that saw something wrong: what must have been there to be looked at. */
export const nothingShown: Invariant = (evidence) => {
  const { lines, logs } = evidence;
  const lacks = [
    ...(closedIn(evidence).size > 0 ? [] : ['no journey came to its end']),
    ...(lines.some(({ act, status }) => act === 'file' && status === 201) ? [] : ['no filing was acknowledged']),
    ...(hadLedgers(evidence) ? [] : ['no legacy system got anything, though companies were opened']),
    ...(logs.some(({ text }) => text.trim() !== '') ? [] : ['nobody has written a log']),
  ];
  return lacks.map((lack) => ({ invariant: 'round', what: 'nothing was shown', evidence: lack }));
};

/** A company is not opened without the systems that it is registered at. */
const hadLedgers = (evidence: Evidence): boolean => {
  const { lines, ledgers } = evidence;
  const closed = closedIn(evidence);
  const opened = lines.some(({ asked, journey }) => asked?.['item'] === 'open-company' && closed.has(journey));
  return !opened || ledgers.some(({ submissions }) => submissions.length > 0);
};
