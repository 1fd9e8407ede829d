import { parseCreditCode, parseOrganisationCode } from '@yimen/identifiers';
import { isRefusal } from '@yimen/kernel';

const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXYZ';
const PREFIX = '91440604';

const completed = (body: string, fits: (text: string) => boolean): string => {
  for (const character of CHARACTERS) if (fits(body + character)) return body + character;
  throw new Error('no check character fits');
};

/** The credit code of the n-th company that is registered here: valid in both of its check characters. */
export const creditCodeOf = (n: number): string => {
  const organisation = completed(`MA${String(n).padStart(6, '0')}`, (text) => !isRefusal(parseOrganisationCode(text)));
  return completed(PREFIX + organisation, (text) => !isRefusal(parseCreditCode(text)));
};
