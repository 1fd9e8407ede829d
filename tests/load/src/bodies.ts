import { samples } from '../../journeys/src/samples.ts';
import type { Body } from '../k6/plan.ts';

/** The window at which officers take papers in. */
export const WINDOW = '44060401200001-03';

const body = (item: keyof typeof samples, rest: object): string => JSON.stringify({ item, ...rest, ...samples[item] });

/** What a window clerk sends to take in the opening of a company: five materials, about 1.2 kB. */
export const intakeBody: string = body('open-company', { as: 'submitted', window: WINDOW });

/** What the centre's clerk sends to take in and accept the opening of a restaurant in one write. */
export const jointBody: string = body('open-restaurant', { accept: true, window: WINDOW });

/** The same package taken in, and accepted by nobody yet. */
export const waitingBody: string = body('open-restaurant', { as: 'submitted', window: WINDOW });

/** The same form filed as another package that takes it. */
export const jointBodyAs = (item: string): string => JSON.stringify({ ...JSON.parse(jointBody), item });

/** Applicants of the mix are invented one by one; organisations stay who they are. */
const anyone = (text: string): string => {
  const filed = JSON.parse(text);
  if (filed.applicant.kind !== 'person') return text;
  return JSON.stringify({ ...filed, applicant: { ...filed.applicant, name: '%NAME%', idNumber: '%ID%' } });
};

const isSample = (item: string): item is keyof typeof samples => item in samples;

/** An item as it is taken in at a window, a centre or a kiosk. */
export const receivedBody = (item: string, place: 'window' | 'centre' | 'kiosk'): Body => {
  if (!isSample(item)) throw new Error(`There is no sample of ${item}.`);
  return { text: anyone(body(item, { as: 'submitted', ...(place === 'window' ? { window: WINDOW } : {}) })) };
};

/** An item or package as the centre takes it in and accepts it in one write. */
export const acceptedBody = (item: string): string => {
  if (!isSample(item)) throw new Error(`There is no sample of ${item}.`);
  return anyone(body(item, { accept: true, window: WINDOW }));
};
