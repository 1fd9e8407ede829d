import { join } from 'node:path';
import { domains } from '@yimen/contracts';
import { AUDIENCE } from '../issuer/provider.ts';
import { databaseOf, dataDirOf, GATEWAY, local, PLATFORM_DATABASE, type Ports, type ServiceName } from './layout.ts';
import { keysDirOf, systemsFileOf } from './secrets.ts';

/** What all settings of one run are made of. */
export interface Run {
  readonly ports: Ports;
  readonly stateDir: string;
  readonly businessClock: 'demo' | 'real';
  /** Before every database name, so that a temporary stack is a guest on a given MongoDB. */
  readonly databasePrefix: string;
  /** Filled in as the servers come up. */
  readonly addresses: Record<'MONGODB_URL' | 'KAFKA_BROKERS' | 'REDIS_URL', string>;
}

/** What every part that keeps time and data is told. */
const common = (
  { addresses, businessClock, databasePrefix }: Run,
  name: string,
  port: number,
): Record<string, string> => ({
  PORT: String(port),
  INSTANCE: `${name}-1`,
  MONGODB_URL: addresses.MONGODB_URL,
  MONGODB_DATABASE: databasePrefix + databaseOf(name),
  PLATFORM_DATABASE: databasePrefix + PLATFORM_DATABASE,
  BUSINESS_CLOCK: businessClock,
});

/** The environment of one service; `deploy/local/README.md` has it as a table. */
export const serviceSettings = (run: Run, service: ServiceName): Record<string, string> => {
  const { ports, stateDir, addresses } = run;
  const keysDir = keysDirOf(stateDir, service);
  const issuer = local(ports.issuer);
  return {
    ...common(run, service, ports[service]),
    KAFKA_BROKERS: addresses.KAFKA_BROKERS,
    REDIS_URL: addresses.REDIS_URL,
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: AUDIENCE,
    TOKEN_URL: `${issuer}/token`,
    CLIENT_ID: service,
    CLIENT_SECRET_FILE: join(keysDir, 'client.secret'),
    KEYS_DIR: keysDir,
    GATEWAY_URL: local(ports[GATEWAY]),
    ...(service === GATEWAY
      ? { DEPARTMENT_URLS: JSON.stringify(Object.fromEntries(domains.map((name) => [name, local(ports[name])]))) }
      : { SYSTEMS_FILE: systemsFileOf(stateDir, service) }),
  };
};

/** The environment of the simulators of legacy systems. */
export const simulatorSettings = (run: Run): Record<string, string> => ({
  ...common(run, 'yimen-simulators', run.ports.simulators),
  STATE_DIR: join(dataDirOf(run.stateDir), 'simulators'),
  SYSTEMS_FILE: systemsFileOf(run.stateDir, 'simulators'),
});
