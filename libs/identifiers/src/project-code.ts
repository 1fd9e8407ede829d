import { type Refusal, refuse } from '@yimen/kernel';
import { normalise } from './normalise.ts';

/** 投资项目代码 (GB/T 40058-2021), asked for before the first approval and used on every form after it. */
export interface ProjectCode {
  readonly code: string;
  /** `current` (since 2020): year-month, region, department, type, random and check; `former`: year, region, industry, type, serial. */
  readonly form: 'current' | 'former';
  readonly region: string;
  /** The guiding department in the current form, the industry (GB/T 4754) in the former. */
  readonly branch: string;
  /** 01 approval, 02 ratification, 03 filing. */
  readonly type: string;
}

/**
 * Reads a project code of 24 characters by its shape: the rule of its check digit is not public. The form is a reading
 * of the first four digits (20–99 and a month is taken as current), good for display, not for decisions.
 */
export const parseProjectCode = (text: string): ProjectCode | Refusal => {
  const parts = /^(\d{2})(\d{2})-(\d{6})-(\d{2})-(\d{2})-\d{6}$/.exec(normalise(text));
  if (!parts) return refuse('project-code-malformed', 'A project code reads 2017-440604-47-03-000001.');
  const [code, year = '', month = '', region = '', branch = '', type = ''] = parts;
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  return Object.freeze({ code, form: isMonth && Number(year) >= 20 ? 'current' : 'former', region, branch, type });
};
