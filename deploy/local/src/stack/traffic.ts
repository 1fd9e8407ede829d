import {
  branchesGroup,
  branchesTopic,
  casesTopic,
  type Domain,
  domains,
  dossiersTopic,
  newsGroup,
} from '@yimen/contracts';
import { databaseOf, GATEWAY, type ServiceName } from './layout.ts';

/** What one service keeps, tells and hears. */
export interface Traffic {
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

/** What a service keeps, tells and hears; `prefix` stands before its database's name where it is a guest. */
export const trafficOf = (service: ServiceName, prefix = ''): Traffic => {
  const database = prefix + databaseOf(service);
  if (isDomain(service)) {
    const hears = branchesTopic(service);
    const tells = [dossiersTopic(service)];
    return { service, database, aggregate: 'dossier', tells, hears: [hears], group: branchesGroup(hears) };
  }
  const tells = [casesTopic, ...domains.map(branchesTopic)];
  const hears = domains.map(dossiersTopic);
  return { service, database, aggregate: 'case', tells, hears, group: newsGroup(database) };
};
