import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { makeQueryPassword } from '@yimen/identifiers';

/** The query password (查询密码) of a case: derived from its id, so it is never stored and always the same. */
export const queryPasswordOf = (key: KeyObject, caseId: string): string => {
  let round = 0;
  return makeQueryPassword((size) => {
    round += 1;
    return createHmac('sha512', key).update(`query-password\0${caseId}\0${round}`).digest().subarray(0, size);
  });
};

/** Compares without telling by its time where the first difference is. */
export const isQueryPasswordOf = (key: KeyObject, caseId: string, given: string): boolean => {
  const expected = Buffer.from(queryPasswordOf(key, caseId));
  const offered = Buffer.from(given);
  return offered.length === expected.length && timingSafeEqual(offered, expected);
};
