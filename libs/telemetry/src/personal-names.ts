/**
 * Field names whose values are never logged, at any depth; words may be joined by `_`, `-` or nothing, in any case.
 * Ours, those of the identity provider, and those that the legacy systems use.
 */
const WORDS = [
  'name|full name|real name|given name|family name|applicant name|holder name|contact name|person name',
  'resident id|resident number|id number|id no|id card|identity number|identity card|cert no|card no',
  'phone|phone number|mobile|mobile phone|telephone|tel|email|mail',
  'address|home address|domicile|residence|birth date|birthday|date of birth',
  'bank account|account no|passport|personal|body|form',
  'opinion|remedies|lacks',
  'password|query password|secret|client secret|token|access token|refresh token|id token|ticket|authorization|cookie|set cookie|api key',
  'xm|sfzh|sfzhm|zjhm|lxdh|sjh|sjhm|dz|jtzz|zz|csrq',
  '姓名|身份证|身份证号|身份证号码|公民身份号码|证件号码|手机|手机号|手机号码|电话|联系电话|住址|地址|家庭住址|出生日期|密码',
].join('|');

const PATTERN = WORDS.replaceAll(' ', '[_-]?');

const WHOLE = new RegExp(`^(?:${PATTERN})$`, 'i');

/** Is this the name of a field whose value nobody logs? */
export const isPersonalName = (field: string): boolean => WHOLE.test(field);

/** Finds such a field in JSON text, also in JSON inside a string of JSON, and in a query string. */
export const PERSONAL_FIELD = new RegExp(`["'](?:${PATTERN})\\\\*["']\\s*:|[?&](?:${PATTERN})=`, 'i');
