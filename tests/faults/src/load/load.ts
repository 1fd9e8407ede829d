import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { StackUrls } from '@yimen/local';
import { type Chance, seeded } from '../platform/chance.ts';
import type { Stage } from '../platform/stage.ts';
import { openClient } from './client.ts';
import { type Line, openDiary } from './diary.ts';
import { type Ended, fileOnly, travel } from './journey.ts';

/** How much comes. */
export interface LoadOptions {
  readonly seed: number;
  /** Journeys that begin per second, on average, whatever becomes of the others. */
  readonly perSecond: number;
  readonly companies: number;
  /** Every gateway that may be asked, at any time. */
  readonly gateways?: readonly string[];
  /** Where front ends find everybody, if not where the parts find each other. */
  readonly urls?: Pick<StackUrls, 'gateway' | 'services'>;
  /** Before every journey's name, when a round has several loads. */
  readonly name?: string;
}

/** When a journey began and ended. */
export interface Trip extends Partial<Ended> {
  readonly journey: string;
  readonly beganAt: number;
  readonly endedAt?: number;
}

/** Applicants who keep coming until they are told not to. */
export interface Load {
  readonly trips: () => readonly Trip[];
  readonly lines: () => readonly Line[];
  /** Files so many cases that nobody will ever answer. */
  readonly fileSilent: (count: number) => Promise<void>;
  /** Nobody new comes. */
  readonly close: () => Promise<void>;
  /** Waits until everybody has ended, `limitMs` at most; who is still on the way then gives up. */
  readonly finish: (limitMs: number) => Promise<void>;
  /** Everybody gives up now, whatever they are doing; for a round that cannot be played on. May be called again. */
  readonly abandon: () => Promise<void>;
}

/** Journeys under way at once; beyond, the machine is too slow for this load and the run says so. */
const TRIPS_LIMIT = 3_000;

/** Starts an open load: arrivals by a seeded Poisson process, none of which waits for another. */
export const startLoad = (stage: Stage, options: LoadOptions): Load => {
  const { seed, perSecond, companies, name = 'j' } = options;
  const diary = openDiary(join(stage.dir, 'clients.jsonl'));
  const client = openClient(stage.stack.tokens, diary);
  const urls = options.urls ?? stage.stack.urls;
  const world = { client, urls, gateways: options.gateways ?? [urls.gateway], companies };
  const trips = new Map<string, Trip>();
  const under = new Set<Promise<void>>();
  const errors: unknown[] = [];
  let open = true;

  const begin = (n: number): void => {
    const journey = `${name}${seed}x${n}`;
    const beganAt = Date.now();
    trips.set(journey, { journey, beganAt });
    const way = travel(world, journey, seeded(seed * 1_000_003 + n)).then(
      (ended) => void trips.set(journey, { beganAt, ...ended, endedAt: Date.now() }),
      (error: unknown) => void errors.push(error),
    );
    under.add(way);
    void way.finally(() => under.delete(way));
  };
  const arrivals = comeAndCome(
    seeded(seed),
    perSecond,
    () => open,
    (n) => {
      if (under.size >= TRIPS_LIMIT)
        throw new Error(`More than ${TRIPS_LIMIT} journeys are under way: a smaller --rate.`);
      begin(n);
    },
  );
  arrivals.catch((error: unknown) => errors.push(error));

  const stopArrivals = async (): Promise<void> => {
    open = false;
    await arrivals.catch(() => {});
  };
  return {
    trips: () => [...trips.values()],
    lines: diary.lines,
    fileSilent: async (count) => {
      await Promise.all(
        Array.from({ length: count }, (_, n) => fileOnly(world, `silent${seed}x${n}`, seeded(seed + n))),
      );
    },
    close: stopArrivals,
    finish: async (limitMs) => {
      await stopArrivals();
      const giveUp = setTimeout(client.giveUp, limitMs);
      await Promise.all(under);
      clearTimeout(giveUp);
      await client.close();
      await diary.close();
      if (errors.length > 0) throw errors[0];
    },
    abandon: async () => {
      open = false;
      client.giveUp();
      await client.close(); // whoever still waits for an answer hears that there will be none
      await diary.close();
    },
  };
};

const comeAndCome = async (
  chance: Chance,
  perSecond: number,
  isOpen: () => boolean,
  begin: (n: number) => void,
): Promise<void> => {
  let due = performance.now();
  for (let n = 0; isOpen(); n++) {
    due += (-Math.log(1 - chance()) / perSecond) * 1_000;
    const waitMs = due - performance.now();
    if (waitMs > 0) await pause(waitMs);
    if (isOpen()) begin(n);
  }
};
