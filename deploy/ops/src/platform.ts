import { branchesTopic, casesTopic, type Domain, domains, dossiersTopic } from '@yimen/contracts';
import { databaseOf, GATEWAY, PLATFORM_DATABASE, SERVICES, type ServiceName } from '@yimen/local';

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
export interface Part {
  readonly service: ServiceName;
  readonly database: string;
  /** Kind of its case files. */
  readonly aggregate: 'case' | 'dossier';
  /** Topics that its files are told on. */
  readonly tells: readonly string[];
  /** Topics that it folds into its files, by this group. */
  readonly hears: readonly string[];
  readonly group: string;
}

const isDomain = (service: ServiceName): service is Domain => service !== GATEWAY;

/** The services of a target. */
export const partsOf = ({ services, databasePrefix }: Target): readonly Part[] =>
  services.map((service) => {
    const database = databasePrefix + databaseOf(service);
    if (isDomain(service)) {
      const branches = branchesTopic(service);
      const hears = { hears: [branches], group: `department.${branches}` };
      return { service, database, aggregate: 'dossier', tells: [dossiersTopic(service)], ...hears };
    }
    const tells = [casesTopic, ...domains.map(branchesTopic)];
    const hears = { hears: domains.map(dossiersTopic), group: `${database}-dossiers` };
    return { service, database, aggregate: 'case', tells, ...hears };
  });

/** The database that all services share: the business clock. */
export const platformDatabase = ({ databasePrefix }: Target): string => databasePrefix + PLATFORM_DATABASE;

/** Whether a name is a service's. */
export const isService = (name: string): name is ServiceName => (SERVICES as readonly string[]).includes(name);
