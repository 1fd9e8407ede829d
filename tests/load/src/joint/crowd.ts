import { sumOf } from '../driver.ts';
import { percentile, round } from '../figures.ts';
import type { Platform } from '../platform/platform.ts';
import { type Clients, drive, driveFor, type Parties, type Tally } from './journey.ts';

/** A platform with everything that drives it. */
export interface Side {
  readonly platform: Platform;
  readonly clients: Clients;
  readonly parties: Parties;
}

/** What so many cases at once came to. */
export interface Crowd extends Pick<Tally, 'cases' | 'tookS' | 'ids' | 'driverCores'> {
  readonly casesPerS: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Those that were sent again too. */
  readonly httpCallsPerCase: number;
  readonly refused: number;
  readonly broken: number;
}

/** So many cases at once for so long. */
export const playCrowd = async (
  { clients, parties }: Pick<Side, 'clients' | 'parties'>,
  atOnce: number,
  seconds: number,
): Promise<Crowd> => {
  const before = clients.counts();
  const { latenciesMs, ...tally } = await driveFor(parties, atOnce, seconds);
  const { calls, refused, broken } = sumOf([clients.counts()], before);
  return {
    ...tally,
    casesPerS: round(tally.cases / tally.tookS),
    p50Ms: Math.round(percentile(latenciesMs, 0.5)),
    p95Ms: Math.round(percentile(latenciesMs, 0.95)),
    httpCallsPerCase: round(calls / tally.cases, 2),
    refused,
    broken,
  };
};

/** So many cases that nobody counts: the engine compiles what is hot. */
export const warmUp = async (parties: Parties, atOnce: number, cases: number): Promise<void> => {
  let warm = 0;
  await drive(parties, atOnce, () => warm++ >= cases);
};
