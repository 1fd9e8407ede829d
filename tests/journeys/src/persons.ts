import { samples } from './samples.ts';

const RESIDENT = /^[0-9]{17}[0-9X]$/;
const MOBILE = /^1[0-9]{10}$/;

/** Names, identity numbers and phones of every invented person that the journeys file. */
export const personalTexts = (): readonly string[] => [...new Set(textsIn(samples))];

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const parts = Object.values(value).filter((part): part is string => typeof part === 'string');
  const numbers = parts.filter((part) => RESIDENT.test(part) || MOBILE.test(part));
  const name: unknown = 'name' in value ? value.name : undefined;
  const isPerson = !('kind' in value && value.kind === 'organisation') && numbers.length > 0;
  return [
    ...numbers,
    ...(isPerson && typeof name === 'string' ? [name] : []),
    ...Object.values(value).flatMap((part) => textsIn(part)),
  ];
};
