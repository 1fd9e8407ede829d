import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { DEMO_USERS } from './demo-users.ts';

const OWNER_ONLY = 0o600;
const SECRET_BYTES = 32;
const PASSWORD_BYTES = 9;

/** The text of a secret file, made by `make` when it is not there yet. Only its owner may read it. */
export const secretFile = async (file: string, make: () => string | Promise<string>): Promise<string> => {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, await make(), { mode: OWNER_ONLY });
  }
  return readFileSync(file, 'utf8');
};

/** A random secret: 32 bytes as base64url. */
export const randomSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** All that the issuer keeps to itself, made at its first start. */
export interface IssuerSecrets {
  readonly jwks: { readonly keys: JWK[] };
  readonly cookieKey: string;
  /** Password by demo user. */
  readonly passwords: Readonly<Record<string, string>>;
  /** Client secret by service. */
  readonly clients: Readonly<Record<string, string>>;
}

const signingKey = async (): Promise<string> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return JSON.stringify({ keys: [{ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' }] });
};

const oneEach = (names: readonly string[], bytes: number): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, randomBytes(bytes).toString('base64url')])), null, 2);

/** Reads the issuer's secrets from its folder; what is missing is made. Written files are for their owner only. */
export const issuerSecrets = async (dir: string, services: readonly string[]): Promise<IssuerSecrets> => ({
  jwks: JSON.parse(await secretFile(join(dir, 'jwks.json'), signingKey)),
  cookieKey: await secretFile(join(dir, 'cookie.key'), randomSecret),
  passwords: JSON.parse(
    await secretFile(join(dir, 'demo-passwords.json'), () => oneEach(Object.keys(DEMO_USERS), PASSWORD_BYTES)),
  ),
  clients: JSON.parse(await secretFile(join(dir, 'clients.json'), () => oneEach(services, SECRET_BYTES))),
});
