import { type Domain, domains } from '@yimen/contracts';

/** The single window. */
export const GATEWAY = 'intake-gateway';
/** The five services, each in `services/<name>`. */
export const SERVICES = [GATEWAY, ...domains] as const;
/** Name of a service. */
export type ServiceName = (typeof SERVICES)[number];

/** The ports of `npm start`. */
export const DEFAULT_PORTS = {
  'intake-gateway': 8080,
  'social-security': 8081,
  'household-registration': 8082,
  'commerce-registration': 8083,
  'construction-permits': 8084,
  issuer: 8090,
  simulators: 8095,
  kafka: 19192,
  'kafka controller': 19193,
  mongodb: 27217,
  redis: 16479,
} as const satisfies Record<ServiceName | string, number>;

/** Everything that listens on a port. */
export type PortName = keyof typeof DEFAULT_PORTS;
/** A port for each. */
export type Ports = Readonly<Record<PortName, number>>;

/** Which department's service talks to which legacy system; one line per system. */
export const SYSTEMS: Readonly<Record<string, Domain>> = {
  L01: 'social-security',
  L06: 'household-registration',
  L14: 'construction-permits',
  L21: 'commerce-registration',
  L23: 'commerce-registration',
};

/** The address of something on this machine. */
export const local = (port: number): string => `http://127.0.0.1:${port}`;

/** Name of a service's database. */
export const databaseOf = (service: string): string => service.replaceAll('-', '_');

/** The database that holds what all services share: the business clock. */
export const PLATFORM_DATABASE = 'yimen_platform';
