import type { Evidence, Violation } from '../checker/evidence.ts';
import type { Act, Line } from '../load/diary.ts';

/** Says that this machine is too slow for its load, whatever else is hurt. */
export const OVERLOADED = 'urn:yimen:problem:overloaded';
/** Of all that is handed in, so much may be told so: platform, servers and load share one machine. */
const OVERLOADED_SHARE = 0.05;
/** Who hands something in at a window does not stand there longer. */
const INTAKE_MS = 10_000;

/** How something is handed in. */
const INTAKE: ReadonlySet<Act> = new Set(['file', 'upload', 'submit']);

const isTaken = ({ status = 0 }: Line): boolean => status >= 200 && status < 300;
const isOverloaded = ({ answer }: Line): boolean => answer?.['type'] === OVERLOADED;

/**
 * Nothing that was handed in was turned away, left without an answer or answered late, but for a few that were told at
 * once that the machine has no time for anybody.
 */
export const intakeAlwaysOpen = (invariant: string, { lines }: Evidence): readonly Violation[] => {
  const all = lines.filter(({ act }) => INTAKE.has(act));
  const overloaded = all.filter(isOverloaded);
  const others = all.filter((line) => !isOverloaded(line));
  const wrong = (what: string, { act, key, status, error, ms }: Line): Violation => ({
    invariant,
    what,
    evidence: { act, key, status, error, ms },
  });
  const counts = { handedIn: all.length, overloaded: overloaded.length };
  const tooMany = overloaded.length > OVERLOADED_SHARE * all.length;
  return [
    ...(tooMany ? [{ invariant, what: 'intake was overloaded too often', evidence: counts }] : []),
    ...others.filter((line) => !isTaken(line)).map((line) => wrong('intake was not available', line)),
    ...others.filter((line) => isTaken(line) && line.ms > INTAKE_MS).map((line) => wrong('intake took too long', line)),
  ];
};

/** The client lost patience; what it hears as an error otherwise was done to it. */
const isSilence = ({ error }: Line): boolean => error !== undefined && /Timeout/.test(error);

/** A front end gives its connection up and writes its line down in the same turn, or a few turns later. */
const SAME_MOMENT_MS = 1_000;

/**
 * Whoever asks hears something before a front end loses patience. A request whose own connection had gone deaf cannot:
 * for each such connection that was given up one silence at that very moment is left out.
 */
export const neverWithoutAnswer = (invariant: string, { lines, gaveUpDeaf = [] }: Evidence): readonly Violation[] => {
  const excuses = gaveUpDeaf.toSorted((a, b) => a - b); // both in order of time, or one takes what only another can have
  const isExcused = ({ at }: Line): boolean => {
    const place = excuses.findIndex((moment) => Math.abs(moment - at) <= SAME_MOMENT_MS);
    if (place >= 0) excuses.splice(place, 1);
    return place >= 0;
  };
  return lines
    .filter(isSilence)
    .toSorted((a, b) => a.at - b.at)
    .filter((line) => !isExcused(line))
    .map(({ journey, act, about, ms, error }) => ({
      invariant,
      what: 'a request was left without an answer',
      evidence: { journey, act, about, ms, error },
    }));
};

/** No connection breaks in the middle of a request; who was left without an answer is `neverWithoutAnswer`’s. */
export const nothingTornOff = (invariant: string, { lines }: Evidence): readonly Violation[] =>
  lines
    .filter((line) => line.error !== undefined && !isSilence(line))
    .map(({ journey, act, ms, error }) => ({
      invariant,
      what: 'a request was torn off',
      evidence: { journey, act, ms, error },
    }));

/** What the platform cannot do now it says so: 503 and when to come again, and nothing worse. */
export const cleanRefusalsOnly = (invariant: string, { lines }: Evidence): readonly Violation[] =>
  lines
    .filter(({ status = 0, retryAfterS }) => status >= 500 && !(status === 503 && retryAfterS !== undefined))
    .map(({ journey, act, status, answer }) => ({
      invariant,
      what: 'a refusal was not clean',
      evidence: { journey, act, status, answer },
    }));

/** Where nothing that a front end speaks with is hurt: everybody hears, and nothing is torn off. */
export const alwaysAnswered = (invariant: string, evidence: Evidence): readonly Violation[] => [
  ...neverWithoutAnswer(invariant, evidence),
  ...nothingTornOff(invariant, evidence),
];
