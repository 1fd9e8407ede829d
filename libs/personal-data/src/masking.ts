import type { Json, JsonObject } from '@yimen/kernel';
import { type Marks, marksOf, type PersonalKind } from './marks.ts';

/** `inside`: for officers without need of the whole. `public`: for notices and public lists. `clear`: as it is. */
export type MaskMode = 'inside' | 'public' | 'clear';

const HIDDEN = '***';

/**
 * A personal text as it may be shown: 张* and 欧阳**; identity numbers with first 6 and last 4 (in public first and last 1);
 * phones 138****1234; accounts their last 4; addresses down to the street. What is too short to hide is hidden whole.
 */
export const maskValue = (kind: PersonalKind, text: string, mode: MaskMode = 'inside'): string =>
  mode === 'clear' ? text : MASKS[kind](text.trim(), mode);

/** A whole value with its personal fields masked; personal values that are neither text nor hold text are left out. */
export const maskPersonal = (schema: JsonObject, value: JsonObject, mode: MaskMode = 'inside'): JsonObject => {
  if (mode === 'clear') return value;
  const masked = mask(value, marksOf(schema), undefined, mode);
  return isObject(masked) ? masked : {};
};

const mask = (
  value: Json,
  marks: Marks | undefined,
  inherited: PersonalKind | undefined,
  mode: MaskMode,
): Json | undefined => {
  const kind = marks?.kind ?? inherited;
  if (typeof value === 'string') return kind ? maskValue(kind, value, mode) : value;
  if (isList(value)) return value.map((item) => mask(item, marks?.items(), kind, mode) ?? null);
  if (!isObject(value)) return kind && value !== null ? undefined : value;
  const kept: [string, Json][] = [];
  for (const [key, part] of Object.entries(value)) {
    const shown = mask(part, marks?.part(key), kind, mode);
    if (shown !== undefined) kept.push([key, shown]);
  }
  return Object.fromEntries(kept);
};

/** Surnames of two characters still met (百家姓 and after). */
const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  '欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 端木 夏侯 轩辕 长孙 宇文 独孤 南宫 西门 东郭 百里 呼延 闻人 赫连 澹台 公冶 太史 申屠 仲孙 钟离 濮阳 淳于 单于 司空 万俟 鲜于 闾丘 亓官 司寇 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干 东里 羊舌 微生 梁丘 左丘 第五'.split(
    ' ',
  ),
);

const maskName = (text: string): string => {
  const characters = [...text];
  if (characters.length < 2) return '*';
  if (!/^\p{Script=Han}/u.test(text)) return `${characters[0]}${HIDDEN}`;
  const kept = characters.length > 2 && COMPOUND_SURNAMES.has(characters.slice(0, 2).join('')) ? 2 : 1;
  return characters.slice(0, kept).join('') + '*'.repeat(characters.length - kept);
};

/** Shows the first and last characters when at least as many lie between. */
const maskMiddle = (text: string, first: number, last: number): string => {
  const hidden = text.length - first - last;
  if (hidden < 4) return HIDDEN;
  return text.slice(0, first) + '*'.repeat(hidden) + text.slice(text.length - last);
};

const maskPhone = (text: string): string => {
  const mobile = /^(?:\+?86[ -]?)?(1\d{2})\d{4}(\d{4})$/.exec(text);
  return mobile ? `${mobile[1]}****${mobile[2]}` : maskMiddle(text, 0, 4);
};

/** From here on an address speaks of a house: digits, letters, counted houses and floors, what is said in brackets. */
const HOUSE =
  /[\p{Nd}\p{Script=Latin}（(【「[,，;；]|[一二三四五六七八九十百零〇两甲乙丙丁]{1,6}[号栋幢座室楼层单期户房组队]/u;

/** Greedy on units, so that 中山路街道 is not cut at 路 when 街道 follows. */
const STREET = /^.*?(?:街道|大道|[镇乡路街巷弄道])(?:街道)?/u;

/** A name of at most so many characters, none of which ends the name of a division. */
const name = (longest: number): string => `(?:(?![省市区县旗])\\p{Script=Han}){1,${longest}}?`;
/** Quarters (小区, 园区 …) are no divisions, though they are called so. */
const QUARTER = '(?<![小社园校厂景院])';
const PROVINCE = `${name(8)}(?:省|自治区)`;
const CITY = `${name(10)}(?:市|自治州|盟)`;
/** A district with so many characters before 区 at most, or what stands in its place. */
const district = (longest: number): string => `(?:市[中南北]区|${name(longest)}${QUARTER}区|${name(12)}[县旗市])`;
/** 省 市 区 in this order, any of them left out; without the first two a district has three characters before 区 at most. */
const DISTRICT = new RegExp(`^(?:(?:${PROVINCE}(?:${CITY})?|${CITY})${district(4)}?|${district(3)})`, 'u');

const maskAddress = (text: string): string => {
  const place = text.slice(0, HOUSE.exec(text)?.index);
  const shown = STREET.exec(place)?.[0] ?? DISTRICT.exec(place)?.[0] ?? '';
  return shown.length < text.length ? shown + HIDDEN : HIDDEN;
};

const MASKS: Readonly<Record<PersonalKind, (text: string, mode: 'inside' | 'public') => string>> = {
  'resident-id': (text, mode) => (mode === 'public' ? maskMiddle(text, 1, 1) : maskMiddle(text, 6, 4)),
  name: maskName,
  phone: maskPhone,
  address: maskAddress,
  account: (text) => maskMiddle(text, 0, 4),
  other: () => HIDDEN,
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
