import { companies } from './samples/companies.ts';
import { residents } from './samples/residents.ts';
import { restaurants } from './samples/restaurants.ts';
import type { Sample } from './samples/sample.ts';

/** A valid filing for every item and package, by code. */
export const samples = { ...companies, ...restaurants, ...residents } satisfies Record<string, Sample>;
