import { join } from 'node:path';
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

/** One legacy system as both sides must know it. */
export interface SystemRow {
  /** The service whose adapter speaks with it. */
  readonly owner: Domain;
  /** Names under which both sides are given one random secret each, made at first start. */
  readonly secrets: readonly string[];
  /** What both sides are given as it is. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Where the system pushes its news: a path of the owner's inbound door. */
  readonly door?: string;
}

/** The legacy systems of a local platform; one line each. */
export const SYSTEMS: Readonly<Record<string, SystemRow>> = {
  L01: { owner: 'social-security', secrets: ['password'], fixed: { user: 'yimen' } },
  L06: { owner: 'household-registration', secrets: ['secret'], fixed: { appId: 'yimen' } },
  L14: { owner: 'construction-permits', secrets: ['token', 'pushToken'], door: '/inbound/L14/soap' },
  L21: { owner: 'commerce-registration', secrets: ['token', 'callbackSecret'], door: '/inbound/L21' },
  L23: { owner: 'commerce-registration', secrets: ['channelPassword'], fixed: { channelId: 'YIMEN' } },
};

/** The address of something on this machine. */
export const local = (port: number): string => `http://127.0.0.1:${port}`;

/** Where the servers and simulators of a state folder keep their data. */
export const dataDirOf = (stateDir: string): string => join(stateDir, 'data');

/** Name of a part's database. */
export const databaseOf = (part: string): string => part.replaceAll('-', '_');

/** The database that holds what all services share: the business clock. */
export const PLATFORM_DATABASE = 'yimen_platform';
