import { isPersonalName, PERSONAL_FIELD } from './personal-names.ts';

/** What stands where something personal or secret stood. */
const MASK = '[masked]';

/** Longest line that is written whole. */
export const LINE_LIMIT = 32_768;

const KEPT_OF_LONG_LINES = ['level', 'time', 'service', 'instance', 'traceId', 'spanId', 'msg'];
const KEPT_TEXT_LENGTH = 500;
const DEPTH_LIMIT = 32;

/** 18 digits, the last perhaps X, with a date where a resident number has the birth date. */
const RESIDENT_ID = /(?<!\d)[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/g;
/** Apart from letters, digits and hyphens on either side, which are parts of ids and digests. */
const MOBILE = /(?<![\w-])(?:\+?86[ -]?)?1[3-9]\d{9}(?![\w-])/g;
const TOKEN = /eyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g;
const CREDENTIALS = /\b(Bearer|Basic|DPoP) +[\w.~+/=-]{8,}/gi;
const URL_PASSWORD = /(:\/\/[^\s/:@"]*):[^\s/@"]+@/g;
const SUSPECTS = [PERSONAL_FIELD, RESIDENT_ID, MOBILE, TOKEN, CREDENTIALS, URL_PASSWORD].map(
  (pattern) => new RegExp(pattern.source, pattern.flags.replace('g', '')),
);

/** A text without what looks like a resident number, a mobile number, a token or a password. */
const maskText = (text: string): string => {
  if (PERSONAL_FIELD.test(text)) return MASK;
  return text
    .replace(TOKEN, MASK)
    .replace(CREDENTIALS, `$1 ${MASK}`)
    .replace(URL_PASSWORD, `$1:${MASK}@`)
    .replace(RESIDENT_ID, MASK)
    .replace(MOBILE, MASK);
};

/**
 * A log line (JSON) without what is personal or secret, in fields, messages and errors alike, at any depth. Most lines
 * have nothing of the kind and are given back as they are; what cannot be read is dropped, never let through.
 */
export const maskLine = (line: string): string => {
  const long = line.length > LINE_LIMIT;
  if (!long && !SUSPECTS.some((pattern) => pattern.test(line))) return line;
  try {
    const entry: unknown = JSON.parse(line);
    return `${JSON.stringify(maskValue(long ? shortened(entry) : entry, 0))}\n`;
  } catch {
    return `{"level":"error","msg":"a log line could not be read and was dropped"}\n`;
  }
};

const shortened = (entry: unknown): unknown => {
  if (typeof entry !== 'object' || entry === null) return MASK;
  const kept = Object.entries(entry)
    .filter(([field]) => KEPT_OF_LONG_LINES.includes(field))
    .map(([field, value]) => [field, typeof value === 'string' ? value.slice(0, KEPT_TEXT_LENGTH) : value]);
  return { ...Object.fromEntries(kept), shortened: true };
};

const maskValue = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'number') return maskNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH_LIMIT) return MASK;
  if (Array.isArray(value)) return value.map((part) => maskValue(part, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([field, part]) =>
      isPersonalName(field) ? [field, MASK] : [maskText(field), maskValue(part, depth + 1)],
    ),
  );
};

// a resident number read as a JSON number has lost its last digits, not its birth date
const maskNumber = (value: number): number | string => {
  const digits = String(value);
  return maskText(digits) === digits ? value : MASK;
};
