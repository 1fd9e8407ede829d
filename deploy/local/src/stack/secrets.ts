import { join } from 'node:path';
import { domains } from '@yimen/contracts';
import { generateServiceKey } from '@yimen/personal-data';
import { type IssuerSecrets, randomSecret, secretFile } from '../issuer/secrets.ts';
import { local, type Ports, SERVICES, SYSTEMS, type SystemRow } from './layout.ts';

/** The folder of one service's own secret files. */
export const keysDirOf = (stateDir: string, service: string): string => join(stateDir, 'secrets', service);

/** The folder of the issuer's secrets. */
export const issuerDirOf = (stateDir: string): string => join(stateDir, 'issuer');

/** The file that tells a part of the legacy systems: addresses and shared secrets. */
export const systemsFileOf = (stateDir: string, part: string): string =>
  join(keysDirOf(stateDir, part), 'systems.json');

/** Others seal personal data to the public half of this key; departments publish it with their items. */
const exchangeKey = (): string => JSON.stringify(generateServiceKey().privateJwk);

const SYMMETRIC_KEYS = ['master.key', 'id.key', 'blind-index.key'] as const;

const serviceSecrets = async (dir: string, clientSecret: string): Promise<void> => {
  for (const key of SYMMETRIC_KEYS) await secretFile(join(dir, key), randomSecret);
  await secretFile(join(dir, 'exchange.jwk.json'), exchangeKey);
  await secretFile(join(dir, 'client.secret'), () => clientSecret);
};

/** Makes what is missing of every service's keys; nothing that exists is ever changed. */
export const makeServiceSecrets = async (stateDir: string, issuer: IssuerSecrets): Promise<void> => {
  for (const service of SERVICES)
    await serviceSecrets(keysDirOf(stateDir, service), issuer.clients[service] ?? randomSecret());
};

const sharedSettings = async (stateDir: string, system: string, { secrets, fixed }: SystemRow) => {
  const file = join(keysDirOf(stateDir, 'simulators'), `${system}.json`);
  const make = () => JSON.stringify(Object.fromEntries(secrets.map((name) => [name, randomSecret()])));
  const made: Record<string, string> = JSON.parse(await secretFile(file, make));
  return { ...fixed, ...made };
};

/** Writes for both sides of every legacy system how they reach each other; secrets stay the same from run to run. */
export const makeSystemsFiles = async (
  { stateDir, ports }: { readonly stateDir: string; readonly ports: Ports },
  more: SystemSettings,
  write: Write,
): Promise<void> => {
  const sides: Record<string, Record<string, object>> = { simulators: {} };
  for (const domain of domains) sides[domain] = {};
  for (const [system, row] of Object.entries(SYSTEMS)) {
    const shared = await sharedSettings(stateDir, system, row);
    const door = row.door ? { callbackUrl: local(ports[row.owner]) + row.door } : {};
    Object.assign(sides['simulators'] ?? {}, { [system]: { ...shared, ...door } });
    Object.assign(sides[row.owner] ?? {}, {
      [system]: { url: `${local(ports.simulators)}/${system}`, ...shared, ...more[system] },
    });
  }
  for (const [part, systems] of Object.entries(sides)) write(systemsFileOf(stateDir, part), systems);
};

/** Settings of legacy systems on top of the usual ones, by system; only their owners are told. */
export type SystemSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Writes a value as JSON for its owner only. */
export type Write = (file: string, value: object) => void;
