import { setTimeout as pause } from 'node:timers/promises';
import { SERVICES } from '@yimen/local';
import { type Chance, pick, seeded } from '../platform/chance.ts';
import { layLinks } from '../platform/links.ts';
import { type Fault, linksOf, type Scene } from './fault.ts';
import {
  away,
  bent,
  distrusted,
  flooded,
  frozen,
  full,
  garbled,
  type Hurt,
  heal,
  troubled,
  weathered,
} from './hurts.ts';

const WHOLE_MS = 600_000;
const SYSTEMS = ['L01', 'L06', 'L21', 'L23'];

/** A hurt, and what it is done to: two hands never hurt the same at once. */
interface Choice {
  readonly what: string;
  readonly hurt: Hurt;
}

const to = <T extends string>(parts: readonly T[], hurtOf: (part: T) => Hurt): readonly Choice[] =>
  parts.map((what) => ({ what, hurt: hurtOf(what) }));

/** What the busy hands do; each row is as likely as any other. */
const often = (links: readonly string[]): readonly (readonly Choice[])[] => [
  to(SERVICES, (part) => away(part, 3_000)),
  to(SERVICES, (part) => away(part, 500)),
  to(['kafka'], (part) => away(part, 10_000)),
  to(['mongodb', 'redis', 'issuer'], (part) => away(part, 4_000)),
  to([...SERVICES, 'kafka', 'mongodb', 'redis'], (part) => frozen(part, 12_000)),
  [...to(SYSTEMS, (system) => troubled(system, 6_000)), { what: 'L06', hurt: distrusted(6_000) }],
  links.map((name) => ({ what: `link ${name}`, hurt: weathered(name, 6_000) })),
  SERVICES.map((service) => ({ what: `clock ${service}`, hurt: bent(service, 8_000) })),
];

/** What a third hand does now and then: it is felt for longer, or by all. */
const RARELY: readonly (readonly Choice[])[] = [
  [{ what: 'kafka', hurt: garbled }], // who writes into topics needs a broker that nobody hurts meanwhile
  [{ what: 'load', hurt: flooded(4, 5_000) }],
  [{ what: 'mongodb', hurt: full(6_000) }],
];

/** Everything, in any order and three at a time; the plan of each hand is the seed's alone, whatever the others do. */
export const F17: Fault = {
  name: 'F17',
  title: 'everything at random, then healed',
  companies: 0.4,
  bendsTime: true,
  loadShare: 0.5, // at 20 a second three thousand were under way after five minutes, on two cores
  tls: true,
  // ten minutes of kills leave exchanges of every age, each with its call, its time to settle and its question before it
  convergeMs: 180_000,
  // what is asked for again and again at a system that errs all the while runs out of attempts
  mayNeedReview: { L01: 3, L06: 3, L21: 3, L23: 3 },
  prepare: async ({ stage, chance }) => ({ links: await layLinks(stage, chance) }),
  strike: async (scene) => {
    const ends = performance.now() + WHOLE_MS * scene.length;
    const plan = Math.floor(scene.chance() * 1e9);
    const choices = often(linksOf(scene).names);
    const busy = new Set<string>();
    await Promise.all([
      work(scene, busy, ends, stepsOf(plan, 1, choices, 2_000)),
      work(scene, busy, ends, stepsOf(plan, 2, choices, 2_000)),
      work(scene, busy, ends, stepsOf(plan, 3, RARELY, 60_000)),
    ]);
    await heal(scene, SYSTEMS);
  },
};

/** One thing that a hand does, after a pause, by a chance of its own. */
export interface Step extends Choice {
  readonly pauseMs: number;
  readonly chance: Chance;
}

/** What a hand will do, one thing after the other and without end. */
export function* stepsOf(
  plan: number,
  hand: number,
  choices: readonly (readonly Choice[])[],
  pauseMs: number,
): Generator<Step> {
  for (let n = 0; ; n++) {
    const chance = seeded(plan + hand * 1_000_003 + n * 7_919);
    yield { pauseMs: chance() * pauseMs, ...pick(chance, pick(chance, choices)), chance };
  }
}

const LOOK_MS = 100;

const work = async (scene: Scene, busy: Set<string>, ends: number, steps: Iterable<Step>): Promise<void> => {
  for (const { what, hurt, pauseMs, chance } of steps) {
    await pause(Math.min(pauseMs, Math.max(0, ends - performance.now())));
    // what starts needs its database: while that is away nobody else is hurt
    const isFree = (): boolean => !busy.has(what) && !busy.has('mongodb') && (what !== 'mongodb' || busy.size === 0);
    while (!isFree() && performance.now() < ends) await pause(LOOK_MS);
    if (performance.now() >= ends) return;
    busy.add(what);
    await hurt({ ...scene, chance }).finally(() => busy.delete(what));
  }
};
