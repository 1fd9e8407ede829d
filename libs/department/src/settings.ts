import type { Adapter } from '@yimen/adapter';
import {
  type Environment,
  hostPorts,
  jsonFile,
  port,
  readConfig,
  secretFile,
  secretTextFile,
  url,
  z,
} from '@yimen/config';

const privateKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('X25519'),
  x: z.string().min(1),
  d: z.string().min(1),
  kid: z.string().min(1),
});

/** The files that `KEYS_DIR` holds: three keys as base64url, and the exchange keys, newest first. */
const keyFiles = (env: Environment): Environment => {
  const folder = env['KEYS_DIR'];
  if (!folder) return env;
  const names = ['master.key', 'blind-index.key', 'exchange.jwk.json'];
  return { ...env, ...Object.fromEntries(names.map((name) => [`KEYS_DIR/${name}`, `${folder}/${name}`])) };
};

const ms = z.number().int().positive().optional();
/** A deployment's own limits of a system, over its manifest's. */
const systemLimits = z.object({
  limits: z
    .strictObject({ callMs: ms, settleMs: ms, pauseMs: ms, attempts: ms, concurrency: ms, quotaPerDay: ms })
    .optional(),
});

const schema = (adapters: readonly Adapter[]) =>
  z.object({
    PORT: port(),
    INSTANCE: z.string().min(1),
    MONGODB_URL: url('mongodb', 'mongodb+srv'),
    MONGODB_DATABASE: z.string().min(1),
    PLATFORM_DATABASE: z.string().min(1),
    KAFKA_BROKERS: hostPorts(),
    REDIS_URL: url('redis', 'rediss'),
    OIDC_ISSUER: url('http', 'https'),
    OIDC_AUDIENCE: z.string().min(1),
    TOKEN_URL: url('http', 'https'),
    CLIENT_ID: z.string().min(1),
    CLIENT_SECRET_FILE: secretTextFile(),
    GATEWAY_URL: url('http', 'https'),
    KEYS_DIR: z.string().min(1),
    'KEYS_DIR/master.key': secretFile(),
    'KEYS_DIR/blind-index.key': secretFile(),
    'KEYS_DIR/exchange.jwk.json': jsonFile(
      z.union([privateKey.transform((key) => [key]), z.array(privateKey).min(1).max(4)]),
    ),
    BUSINESS_CLOCK: z.enum(['demo', 'real']),
    SYSTEMS_FILE: jsonFile(
      z.object(Object.fromEntries(adapters.map(({ id, settings }) => [id, z.intersection(settings, systemLimits)]))),
    ),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  });

/** What a department service is told by its environment. */
export type DepartmentSettings = Readonly<z.output<ReturnType<typeof schema>>>;

/** Reads the settings of a department service; throws one error that names every mistake. */
export const readSettings = (env: Environment, adapters: readonly Adapter[]): DepartmentSettings =>
  readConfig(schema(adapters), keyFiles(env));
