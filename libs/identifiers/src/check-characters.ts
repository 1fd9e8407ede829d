const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const CREDIT_CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** The check character (0–9, X) of a string of digits by ISO 7064 MOD 11-2. */
export const mod11Radix2 = (digits: string): string => {
  let product = 0;
  for (const digit of digits) product = ((product + Number(digit)) * 2) % 11;
  return '0123456789X'.charAt((12 - product) % 11);
};

/** The two check digits of a string of digits by ISO 7064 MOD 97-10: finds every single slip and every swap. */
export const mod97Radix10 = (digits: string): string => {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return String(98 - ((rest * 100) % 97)).padStart(2, '0');
};

/** The check character of a string of 0–9 and A–Z by the hybrid ISO 7064 MOD 37,36. */
export const mod37Hybrid36 = (text: string): string => {
  let product = 36;
  for (const character of text) {
    const sum = (product + ALPHANUMERIC.indexOf(character)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return ALPHANUMERIC.charAt((37 - product) % 36);
};

/** The 18th character of a unified social credit code for its first 17 (GB 32100-2015). */
export const creditCodeCheck = (body: string): string => {
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += CREDIT_CODE_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_CODE_ALPHABET.charAt((31 - (sum % 31)) % 31);
};

/** The ninth character of an organisation code for its first eight (GB 11714-1997). */
export const organisationCheck = (body: string): string => {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, i) => total + ALPHANUMERIC.indexOf(body.charAt(i)) * weight,
    0,
  );
  return '0123456789X'.charAt((11 - (sum % 11)) % 11);
};
