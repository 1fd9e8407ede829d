import { escapePointer, type SchemaError } from '@yimen/contracts';
import type { Language } from './language.ts';

/** Where in a request something is wrong. */
export type Place = 'body' | 'query' | 'path' | 'header';

/** One entry of a problem's `errors`. */
export interface Complaint {
  readonly in: Place;
  /** RFC 6901 into the body, or `/<name>` of a parameter. */
  readonly pointer: string;
  readonly detail: string;
}

/** Complaints listed in one problem; the rest is left out. */
export const COMPLAINT_LIMIT = 20;

/** Says in the caller's language what a schema complained of. Never repeats the value: it may be personal. */
export const complain = (place: Place, error: SchemaError, language: Language): Complaint => ({
  in: place,
  pointer: pointerOf(error),
  detail: (texts[error.keyword]?.[language] ?? fallback[language]).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value: unknown = error.params[name];
    return Array.isArray(value) ? value.join(language === 'zh' ? '、' : ', ') : String(value);
  }),
});

const pointerOf = ({ instancePath, params }: SchemaError): string => {
  const name: unknown = params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty'];
  return typeof name === 'string' ? `${instancePath}/${escapePointer(name)}` : instancePath;
};

const fallback = { zh: '内容不符合要求', en: 'does not fit' };

const texts: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  required: { zh: '此项必填', en: 'is required' },
  additionalProperties: { zh: '不认识的字段', en: 'is not a known field' },
  unevaluatedProperties: { zh: '不认识的字段', en: 'is not a known field' },
  type: { zh: '类型应为 {type}', en: 'must be {type}' },
  enum: { zh: '只能是：{allowedValues}', en: 'must be one of: {allowedValues}' },
  const: { zh: '只能是：{allowedValue}', en: 'must be {allowedValue}' },
  minLength: { zh: '至少 {limit} 个字', en: 'must have at least {limit} characters' },
  maxLength: { zh: '最多 {limit} 个字', en: 'must have at most {limit} characters' },
  minItems: { zh: '至少 {limit} 项', en: 'must have at least {limit} entries' },
  maxItems: { zh: '最多 {limit} 项', en: 'must have at most {limit} entries' },
  uniqueItems: { zh: '不能重复', en: 'must not repeat' },
  minProperties: { zh: '至少 {limit} 个字段', en: 'must have at least {limit} fields' },
  maxProperties: { zh: '最多 {limit} 个字段', en: 'must have at most {limit} fields' },
  minimum: { zh: '不能小于 {limit}', en: 'must be at least {limit}' },
  maximum: { zh: '不能大于 {limit}', en: 'must be at most {limit}' },
  exclusiveMinimum: { zh: '必须大于 {limit}', en: 'must be more than {limit}' },
  exclusiveMaximum: { zh: '必须小于 {limit}', en: 'must be less than {limit}' },
  pattern: { zh: '格式不对', en: 'does not have the right form' },
  format: { zh: '不是有效的 {format}', en: 'is not a valid {format}' },
  depth: { zh: '嵌套过深', en: 'is nested too deeply' },
  length: { zh: '列表过长，最多 {limit} 项', en: 'is too long a list; at most {limit}' },
  text: { zh: '含有无效字符', en: 'has malformed characters' },
  number: { zh: '数字无法准确保存', en: 'is a number that cannot be kept exactly' },
  name: { zh: '不允许的字段名', en: 'is not an allowed name' },
  encoding: { zh: '编码不对', en: 'is not encoded properly' },
};
