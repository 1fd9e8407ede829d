const FAMILY = '李王张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许韩邓冯曹';
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚玉英华建文红志国永春兰云龙';
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';
const DAYS = 28;
const FIRST_YEAR = 1985;
const YEARS = 20;

/** An invented resident. */
export interface Person {
  readonly name: string;
  readonly idNumber: string;
}

const at = (text: string, n: number): string => text.charAt(n % text.length);
const two = (n: number): string => String(n).padStart(2, '0');

/** The n-th invented resident of the district: of working age, with a valid number; numbers repeat after 6 million. */
export const personOf = (n: number): Person => {
  const day = two(1 + (n % DAYS));
  const month = two(1 + (Math.floor(n / DAYS) % 12));
  const year = FIRST_YEAR + (Math.floor(n / (DAYS * 12)) % YEARS);
  const order = String(Math.floor(n / (DAYS * 12 * YEARS)) % 1_000).padStart(3, '0');
  const digits = `440604${year}${month}${day}${order}`;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits.charAt(i)), 0);
  const family = at(FAMILY, n * 7 + 3);
  const given = at(GIVEN, n) + at(GIVEN, Math.floor(n / GIVEN.length));
  return { name: family + given, idNumber: digits + CHECKS.charAt(sum % 11) };
};

const CODE_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const ORDERS = 10_000_000;

/** The n-th invented shop of the district, with a valid credit code (GB 32100, GB 11714); repeats after ten million. */
export const organisationOf = (n: number): Person => {
  const order = String(n % ORDERS).padStart(8, 'A');
  const weighed = ORGANISATION_WEIGHTS.reduce(
    (sum, weight, i) => sum + weight * Number.parseInt(order.charAt(i), 36),
    0,
  );
  const own = '0123456789X'.charAt((11 - (weighed % 11)) % 11);
  const body = `92440604${order}${own}`;
  let sum = 0;
  for (let i = 0, weight = 1; i < body.length; i++, weight = (weight * 3) % 31)
    sum += weight * CODE_CHARACTERS.indexOf(body.charAt(i));
  const { name } = personOf(n);
  return {
    name: `佛山市禅城区${name}饭店（个体工商户）`,
    idNumber: body + CODE_CHARACTERS.charAt((31 - (sum % 31)) % 31),
  };
};
