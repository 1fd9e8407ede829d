/** Digits of a query password. */
export const QUERY_PASSWORD_LENGTH = 8;

const ROUNDS_LIMIT = 100;

/**
 * Makes the query password (查询密码) of a case: 8 digits, as evenly spread as `randomBytes` is. It is short because it
 * is typed on a telephone: whoever checks it must count and slow down wrong attempts, and store only its hash.
 */
export const makeQueryPassword = (randomBytes: (size: number) => Uint8Array): string => {
  let digits = '';
  for (let round = 0; round < ROUNDS_LIMIT; round++) {
    for (const byte of randomBytes(QUERY_PASSWORD_LENGTH * 2)) {
      // 250 is the largest multiple of ten in a byte; taking more would favour the digits 0 to 5
      if (byte < 250) digits += String(byte % 10);
      if (digits.length === QUERY_PASSWORD_LENGTH) return digits;
    }
  }
  throw new Error('The source of randomness gives nothing usable.');
};

/** Tells a text that can be a query password from any other. */
export const isQueryPassword = (text: string): boolean => text.length === QUERY_PASSWORD_LENGTH && /^\d+$/.test(text);
