import { join } from 'node:path';
import type { IssuerSecrets } from '../issuer/secrets.ts';
import { demoToken } from '../issuer/tokens.ts';
import { freePorts } from '../servers/ports.ts';
import type { Part } from '../servers/supervise.ts';
import { temporaryFolder } from '../servers/warden.ts';
import { createGuest } from './guest.ts';
import { DEFAULT_PORTS, GATEWAY, local, type PortName, type Ports, SERVICES, type ServiceName } from './layout.ts';
import { takeFolder } from './lock.ts';
import { createParts, type PartName } from './parts.ts';
import { type Plan, stepsOf } from './plan.ts';
import { startProgram } from './program.ts';
import { type Run, serviceSettings } from './settings.ts';
import { runSteps, type Step } from './steps.ts';

/** What a stack is started with; everything has a default fit for tests. */
export interface StackOptions {
  /** `free` (the default) finds ports that nobody uses. */
  readonly ports?: 'free' | Partial<Ports>;
  /** Where data, secrets and logs stay. Without it they are in a temporary folder that `stop` removes. */
  readonly stateDir?: string;
  /** The services to start, and `simulators`; all of them by default. Servers and issuer always start. */
  readonly only?: readonly (ServiceName | 'simulators')[];
  readonly businessClock?: 'demo' | 'real';
  /**
   * Addresses of running servers (MONGODB_URL, KAFKA_BROKERS, REDIS_URL) to use instead of starting some, and PATH.
   * A given Kafka carries one stack at a time; a temporary stack leaves nothing behind on given servers.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Settings on top of the usual ones, by part. */
  readonly settings?: Plan['settings'];
  /** Settings of legacy systems on top of the usual ones (`pollMs`, `limits`), as their owners are told them. */
  readonly systems?: Plan['systems'];
  /** Hears of what happens by itself: a program that ended and was started again. */
  readonly tell?: (sentence: string) => void;
}

/** The addresses of a running stack. */
export interface StackUrls {
  readonly gateway: string;
  readonly services: Readonly<Record<ServiceName, string>>;
  readonly issuer: string;
  readonly simulators: string;
  readonly mongodb: string;
  readonly kafkaBrokers: readonly string[];
  readonly redis: string;
}

/** A whole platform on this machine. */
export interface Stack {
  readonly urls: StackUrls;
  readonly stateDir: string;
  /** An access token of a demo user, new at each call. */
  readonly tokens: (user: string) => Promise<string>;
  /** SIGKILL; the part stays down until `restart`. */
  readonly kill: (name: PartName) => Promise<void>;
  /** Starts a killed part again, or stops and starts a running one, on its data and port; resolves when it is ready. */
  readonly restart: (name: PartName) => Promise<void>;
  /** Any signal to the process of a part; SIGSTOP freezes it, SIGCONT lets it go on. */
  readonly signal: (name: PartName, signal: NodeJS.Signals) => void;
  /** One more process of a service, on a port of its own; `stop` ends it too. */
  readonly replicate: (service: ServiceName, settings?: Readonly<Record<string, string>>) => Promise<Replica>;
  /**
   * Stops everything: services, then simulators, issuer, servers; what is just starting is given up first, and nothing
   * starts any more. May be called again, and at any moment.
   */
  readonly stop: () => Promise<void>;
}

/** A further process of a service. */
export interface Replica extends Part {
  readonly url: string;
}

const PORT_NAMES = Object.keys(DEFAULT_PORTS) as PortName[];

const choosePorts = async (wanted: StackOptions['ports'] = 'free'): Promise<Ports> => {
  const free = await freePorts(PORT_NAMES.length);
  const ports = Object.fromEntries(PORT_NAMES.map((name, index) => [name, free[index] ?? 0])) as Record<
    PortName,
    number
  >;
  return wanted === 'free' ? ports : { ...ports, ...wanted };
};

const urlsOf = ({ ports, addresses }: Run): StackUrls => ({
  gateway: local(ports[GATEWAY]),
  services: Object.fromEntries(SERVICES.map((name) => [name, local(ports[name])])) as Record<ServiceName, string>,
  issuer: local(ports.issuer),
  simulators: local(ports.simulators),
  mongodb: addresses.MONGODB_URL,
  kafkaBrokers: addresses.KAFKA_BROKERS.split(','),
  redis: addresses.REDIS_URL,
});

/** A stack that is not up yet: run the steps in order, then use it. After a failed step call `stop`. */
export const assembleStack = async (options: StackOptions = {}): Promise<{ steps: readonly Step[]; stack: Stack }> => {
  const temporary = options.stateDir === undefined;
  const { path: stateDir, remove } =
    options.stateDir === undefined ? temporaryFolder('stack') : { path: options.stateDir, remove: () => {} };
  const ports = await choosePorts(options.ports);
  const addresses = { MONGODB_URL: '', KAFKA_BROKERS: '', REDIS_URL: '' };
  const env = options.env ?? { PATH: process.env['PATH'] };
  const guest = temporary ? createGuest(env['MONGODB_URL'], env['KAFKA_BROKERS']) : undefined;
  const databasePrefix = guest?.databasePrefix ?? '';
  const run: Run = { ports, stateDir, businessClock: options.businessClock ?? 'demo', databasePrefix, addresses };
  const parts = createParts();
  let replicas = 0;
  let giveBack = () => {};
  let secrets: IssuerSecrets | undefined;
  const steps = stepsOf({
    run,
    parts,
    enter: async () => {
      giveBack = await takeFolder(stateDir);
    },
    temporary,
    only: options.only ?? [...SERVICES, 'simulators'],
    env,
    guest,
    settings: options.settings ?? {},
    systems: options.systems ?? {},
    tell: options.tell ?? (() => {}),
    keep: (made) => {
      secrets = made;
    },
  });
  const stack: Stack = {
    get urls() {
      return urlsOf(run);
    },
    stateDir,
    tokens: (user) => demoToken(local(ports.issuer), user, secrets?.passwords[user] ?? ''),
    kill: (name) => parts.get(name).kill(),
    restart: (name) => parts.get(name).restart(),
    signal: (name, signal) => parts.get(name).signal(signal),
    replicate: async (service, settings = {}) => {
      const [port = 0] = await freePorts(1);
      replicas += 1;
      const name = `${service}-${replicas + 1}`;
      const own = { ...serviceSettings(run, service), ...options.settings?.[service], PORT: String(port) };
      const part = await parts.begin(undefined, (signal) =>
        startProgram({
          name,
          entry: `services/${service}/src/main.ts`,
          env: { ...own, INSTANCE: name, ...settings },
          port,
          logFile: join(stateDir, 'logs', `${name}.log`),
          tell: options.tell ?? (() => {}),
          signal,
        }),
      );
      return { ...part, url: local(port) };
    },
    stop: async () => {
      await parts.stopAll(() => guest?.leave());
      giveBack();
      remove();
    },
  };
  return { steps, stack };
};

/** Starts a whole stack and answers when everything is ready; what was started is stopped again when a step fails. */
export const startStack = async (options: StackOptions = {}): Promise<Stack> => {
  const { steps, stack } = await assembleStack(options);
  try {
    await runSteps(steps);
  } catch (error) {
    await stack.stop();
    throw error;
  }
  return stack;
};
