import { join } from 'node:path';
import { domains } from '@yimen/contracts';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { type IssuerSecrets, randomSecret, secretFile } from '../issuer/secrets.ts';
import { local, type Ports, SERVICES, SYSTEMS } from './layout.ts';

/** The folder of one service's own secret files. */
export const keysDirOf = (stateDir: string, service: string): string => join(stateDir, 'secrets', service);

/** The folder of the issuer's secrets. */
export const issuerDirOf = (stateDir: string): string => join(stateDir, 'issuer');

/** The file that tells a part of the legacy systems: addresses and shared secrets. */
export const systemsFileOf = (stateDir: string, part: string): string =>
  join(keysDirOf(stateDir, part), 'systems.json');

const exchangeKey = async (): Promise<string> => {
  const { privateKey } = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return JSON.stringify({ ...jwk, kid, alg: 'ECDH-ES+A256KW', use: 'enc' });
};

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

/** Writes who reaches which legacy system where, with one shared secret per system kept from run to run. */
export const makeSystemsFiles = async (stateDir: string, ports: Ports, write: Write): Promise<void> => {
  const secrets: Record<string, string> = {};
  for (const system of Object.keys(SYSTEMS))
    secrets[system] = await secretFile(join(keysDirOf(stateDir, 'simulators'), `${system}.secret`), randomSecret);
  const entries = Object.entries(SYSTEMS);
  for (const domain of domains) {
    const own = entries.filter(([, owner]) => owner === domain);
    const reach = own.map(([id]) => [id, { url: `${local(ports.simulators)}/${id}`, secret: secrets[id] }]);
    write(systemsFileOf(stateDir, domain), Object.fromEntries(reach));
  }
  const doors = entries.map(([id, owner]) => [
    id,
    { secret: secrets[id], inbound: `${local(ports[owner])}/inbound/${id}` },
  ]);
  write(systemsFileOf(stateDir, 'simulators'), Object.fromEntries(doors));
};

/** Writes a value as JSON for its owner only. */
export type Write = (file: string, value: object) => void;
