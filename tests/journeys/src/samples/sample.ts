import type { components } from '@yimen/contracts/intake-gateway';

type NewCase = components['schemas']['NewCase'];

/** What somebody hands in for one item or package; every person, number and address is invented. */
export interface Sample {
  readonly division: string;
  readonly applicant: NewCase['applicant'];
  readonly form: NonNullable<NewCase['form']>;
  readonly materials: NonNullable<NewCase['materials']>;
}

/** Materials on paper. */
export const onPaper = (...codes: string[]): Sample['materials'] => codes.map((code) => ({ code, form: 'paper' }));

/** 佛山市禅城区. */
export const DISTRICT = '440604';

/** 祖庙街道永红村. */
export const VILLAGE = '440604012200';
