import type { CodeMap, CodeMeaning } from './manifest.ts';
import { CallFailed } from './transports/call-failed.ts';

const PRINTABLE = /^[\w.-]{1,20}$/;

/** What their code means; a code that the map lacks throws `CallFailed`: nobody guesses. */
export const meaningOf = (codes: CodeMap, code: string): CodeMeaning => {
  const meaning = Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (meaning) return meaning;
  const shown = PRINTABLE.test(code) ? code : '(not printable)';
  throw new CallFailed('unintelligible', `their code ${shown} is not in the map`, { mayHaveLanded: true });
};
