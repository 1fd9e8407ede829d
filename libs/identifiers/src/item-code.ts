import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { type CreditCodeOptions, parseCreditCode } from './credit-code.ts';
import { normalise } from './normalise.ts';

/** 基本编码: what a service is, the same wherever it is offered (GB/T 39554.1-2020), 12 characters. */
export interface BasicItemCode {
  readonly code: string;
  /** `00` for the nation, otherwise the province. */
  readonly issuer: string;
  /** GB/T 39046 A.1: 01 licence … 10 other, 20 public service; provinces add their own. */
  readonly type: string;
  readonly department: string;
  readonly main: string;
  /** `000`: it has no parts; `00Y`: it has parts and is not filed for itself. */
  readonly part: string;
  readonly hasParts: boolean;
}

/** 实施编码: the service as one body carries it out, 31 characters. */
export interface ImplementationCode {
  readonly code: string;
  /** Credit code of the implementing body. */
  readonly body: string;
  /** GB/T 39046 A.2: 1 state … 6 village, 7 by level. */
  readonly level: string;
  readonly basic: BasicItemCode;
}

const BASIC = /^(\d{2})(\d{2})(\d{2})(\d{3})(\d{3}|\d{2}Y)$/;

/** Reads a basic code of 12 characters. */
export const parseBasicItemCode = (text: string): BasicItemCode | Refusal => {
  const parts = BASIC.exec(normalise(text));
  if (!parts) return refuse('basic-item-code-malformed', 'A basic item code has 12 digits; the last may be Y.');
  const [code, issuer = '', type = '', department = '', main = '', part = ''] = parts;
  return Object.freeze({ code, issuer, type, department, main, part, hasParts: part.endsWith('Y') });
};

/** Reads an implementation code of 31 characters; the credit code in front is checked by the mode. */
export const parseImplementationCode = (
  text: string,
  options: CreditCodeOptions = {},
): ImplementationCode | Refusal => {
  const code = normalise(text);
  if (!/^[0-9A-Z]{18}[1-7][0-9Y]{12}$/.test(code)) {
    return refuse(
      'implementation-code-malformed',
      'An implementation code is a credit code, a level and a basic code.',
    );
  }
  const body = parseCreditCode(code.slice(0, 18), options);
  if (isRefusal(body)) return body;
  const basic = parseBasicItemCode(code.slice(19));
  if (isRefusal(basic)) return basic;
  return Object.freeze({ code, body: body.code, level: code.charAt(18), basic });
};
