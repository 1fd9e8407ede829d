import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IssuerSecrets, issuerSecrets } from '../issuer/secrets.ts';
import { CACHE_DIR } from '../places.ts';
import { RECIPES, type ServerName } from '../servers/index.ts';
import { requireFreePorts } from '../servers/ports.ts';
import { startServer } from '../servers/server.ts';
import { WAY_TEXT } from '../servers/ways.ts';
import type { Guest } from './guest.ts';
import { dataDirOf, SERVICES, type ServiceName } from './layout.ts';
import type { Parts } from './parts.ts';
import { startProgram } from './program.ts';
import { issuerDirOf, makeServiceSecrets, makeSystemsFiles, type SystemSettings } from './secrets.ts';
import { type Run, serviceSettings, simulatorSettings } from './settings.ts';
import type { Step } from './steps.ts';
import { runTopicsJob } from './topics.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Settings = Readonly<Record<string, string>>;

/** What the steps of one start share. */
export interface Plan {
  readonly run: Run;
  readonly parts: Parts;
  readonly only: readonly string[];
  readonly temporary: boolean;
  readonly env: Environment;
  readonly settings: Readonly<Partial<Record<ServiceName | 'simulators', Settings>>>;
  readonly systems: SystemSettings;
  readonly tell: (sentence: string) => void;
  /** Takes the state folder for this run. */
  readonly enter: () => Promise<void>;
  /** Set for a temporary stack. */
  readonly guest: Guest | undefined;
  /** Receives the issuer's secrets as soon as they are there. */
  readonly keep: (secrets: IssuerSecrets) => void;
}

const logDirOf = ({ run }: Plan): string => join(run.stateDir, 'logs');

const program = async (
  plan: Plan,
  name: ServiceName | 'issuer' | 'simulators',
  entry: string,
  settings: Settings,
): Promise<void> => {
  const { parts, tell, run } = plan;
  const env = { ...settings, ...(name === 'issuer' ? {} : plan.settings[name]) };
  const logFile = join(logDirOf(plan), `${name}.log`);
  await parts.begin(name, (signal) => startProgram({ name, entry, env, port: run.ports[name], logFile, tell, signal }));
};

/** The ports that this start will listen on: none for given servers and for what is left out. */
const wantedPorts = ({ run, only, env }: Plan): Record<string, number> => {
  const isGiven = (name: string) => name in RECIPES && env[RECIPES[name as ServerName].variable] !== undefined;
  const isLeftOut = (name: string) =>
    ([...SERVICES, 'simulators'] as string[]).includes(name) ? !only.includes(name) : isGiven(name.split(' ')[0] ?? '');
  return Object.fromEntries(Object.entries(run.ports).filter(([name]) => !isLeftOut(name)));
};

const preparation = (plan: Plan): Step => ({
  title: 'Ports and folders',
  run: async () => {
    await plan.enter();
    rmSync(logDirOf(plan), { recursive: true, force: true });
    mkdirSync(logDirOf(plan), { recursive: true });
    await requireFreePorts(wantedPorts(plan));
  },
});

const server = (plan: Plan, name: ServerName): Step => ({
  title: RECIPES[name].name,
  run: async (say) => {
    const { run, env, temporary, parts, tell } = plan;
    const recipe = RECIPES[name];
    const place = {
      port: run.ports[name],
      innerPort: run.ports['kafka controller'],
      dataDir: dataDirOf(run.stateDir),
      logDir: logDirOf(plan),
      cacheDir: CACHE_DIR,
      path: env['PATH'] ?? '',
      temporary,
      say,
      tell,
    };
    const start = (signal: AbortSignal) => startServer(recipe, env[recipe.variable], { ...place, signal });
    const running = await parts.begin(name, start);
    run.addresses[recipe.variable] = running.address;
    say(`${running.address} (${WAY_TEXT[running.way]})`);
  },
});

const topics = ({ run, guest }: Plan): Step => ({
  title: 'Topics',
  run: async (say) => {
    await guest?.requireRoom();
    const created = await runTopicsJob(run.addresses.KAFKA_BROKERS);
    say(created > 0 ? `${created} created` : 'all there, as declared');
  },
});

const issuer = (plan: Plan): Step => ({
  title: 'Keys and issuer',
  run: async () => {
    const { stateDir, ports } = plan.run;
    const dir = issuerDirOf(stateDir);
    const secrets = await issuerSecrets(dir, SERVICES);
    plan.keep(secrets);
    await makeServiceSecrets(stateDir, secrets);
    await makeSystemsFiles(plan.run, plan.systems, (file, value) =>
      writeFileSync(file, JSON.stringify(value, null, 2), { mode: 0o600 }),
    );
    const settings = { PORT: String(ports.issuer), ISSUER_DIR: dir, SERVICES: SERVICES.join(',') };
    await program(plan, 'issuer', 'deploy/local/src/issuer/main.ts', settings);
  },
});

const simulators = (plan: Plan): Step => ({
  title: 'Legacy systems (simulated)',
  run: () => program(plan, 'simulators', 'deploy/simulators/src/main.ts', simulatorSettings(plan.run)),
});

const service = (plan: Plan, name: ServiceName): Step => ({
  title: name,
  run: () => program(plan, name, `services/${name}/src/main.ts`, serviceSettings(plan.run, name)),
});

/** The steps of a start, in order: each part waits only for what it cannot do without. */
export const stepsOf = (plan: Plan): Step[] => {
  const services = SERVICES.filter((name) => plan.only.includes(name));
  return [
    preparation(plan),
    { title: 'Servers', parts: [server(plan, 'mongodb'), server(plan, 'kafka'), server(plan, 'redis')] },
    topics(plan),
    issuer(plan),
    ...(plan.only.includes('simulators') ? [simulators(plan)] : []),
    ...(services.length > 0 ? [{ title: 'Services', parts: services.map((name) => service(plan, name)) }] : []),
  ];
};
