/** The longest text that any parser looks at. */
const TEXT_LIMIT = 80;

/** What people and systems type around a code does not count: outer blanks and small letters. Too long is empty. */
export const normalise = (text: string): string => (text.length > TEXT_LIMIT ? '' : text.trim().toUpperCase());
