import { district } from './district.ts';

/** Each kind of request has its own bars. */
export type Kind = 'write' | 'read' | 'list';

/** One kind of request of the mix: what is done, and for intake what is filed by whom. */
export interface Slot {
  readonly op: string;
  readonly kind: Kind;
  readonly item?: string;
  readonly by?: 'window' | 'centre' | 'kiosk';
}

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const joint: Slot = { op: 'file-joint', kind: 'write', item: 'open-restaurant', by: 'window' };
const heavy: Slot = { op: 'file-accepted', kind: 'write', item: district.heavy.item, by: 'window' };
const decision: Slot = { op: 'approve', kind: 'write' };

/** So many receipts, spread over the places by what each takes in. */
const receipts = (count: number): Slot[] => {
  const places = Object.entries(district.places);
  const all = places.reduce((sum, [, { count: places, casesPerDay }]) => sum + places * casesPerDay, 0);
  let left = count;
  return places.flatMap(([name, place], i) => {
    const share = Math.round((count * place.count * place.casesPerDay) / all);
    const here = i === places.length - 1 ? left : Math.min(left, share);
    left -= here;
    const by = name as keyof typeof district.filed;
    const items = district.filed[by];
    return times(here, (n): Slot => ({ op: 'file', kind: 'write', by, item: items[n % items.length] ?? items[0] }));
  });
};

/** Prime to the length of every cycle below, so that each kind of request is spread evenly. */
const STRIDE = 89;

const spread = (slots: readonly Slot[]): Slot[] =>
  times(slots.length, (i) => slots[(i * STRIDE) % slots.length] ?? decision);

/** The cycle of requests of the mix; with `skewed` one department has several times its share of decisions. */
export const cycleOf = (skewed = false): readonly Slot[] => {
  const { requests, jointOfIntake, reads, lists, heavy: one } = district;
  const extra = skewed ? jointOfIntake * (one.times - 1) : 0;
  const readSlots = Object.entries(reads).flatMap(([op, count]) => times(count, (): Slot => ({ op, kind: 'read' })));
  return spread([
    ...times(jointOfIntake, () => joint),
    ...times(extra, () => heavy),
    ...receipts(requests.intake - jointOfIntake - extra),
    ...times(requests.decision + extra, () => decision),
    ...readSlots.slice(extra),
    ...lists.map((op): Slot => ({ op, kind: 'list' })),
  ]);
};

/** Requests per second of all kinds in the busiest hour of a Monday. */
export const mondayRate = (): number => {
  const { casesPerYear, workingDays, mondayFactor, busiestHourShare, requests } = district;
  const filed = ((casesPerYear / workingDays) * mondayFactor * busiestHourShare) / 3_600;
  const all = Object.values(requests).reduce((sum, count) => sum + count, 0);
  return (filed * all) / requests.intake;
};
