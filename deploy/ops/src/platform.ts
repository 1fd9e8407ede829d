import { PLATFORM_DATABASE, SERVICES, type ServiceName, type Traffic, trafficOf } from '@yimen/local';

/** The servers that a command works on. */
export interface Target {
  readonly mongodbUrl: string;
  readonly kafkaBrokers: readonly string[];
  /** Before every database name; empty but for guests on a shared server. */
  readonly databasePrefix: string;
  /** The services whose databases are there: all, unless a service has a server of its own. */
  readonly services: readonly ServiceName[];
}

/** Tells how far a command is. */
export type Say = (sentence: string) => void;

/** What one service keeps, tells and hears. */
export type Part = Traffic;

/** The services of a target. */
export const partsOf = ({ services, databasePrefix }: Target): readonly Part[] =>
  services.map((service) => trafficOf(service, databasePrefix));

/** The database that all services share: the business clock. */
export const platformDatabase = ({ databasePrefix }: Target): string => databasePrefix + PLATFORM_DATABASE;

/** Whether a name is a service's. */
export const isService = (name: string): name is ServiceName => (SERVICES as readonly string[]).includes(name);
