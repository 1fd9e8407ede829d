import { join } from 'node:path';
import { hostPorts, jsonFile, networks, port, readConfig, secretFile, url, z } from '@yimen/config';
import { domains } from '@yimen/contracts';

const publicPart = { kty: z.literal('OKP'), crv: z.literal('X25519'), x: z.string(), kid: z.string() };
const exchangeKey = z.object({ ...publicPart, d: z.string() });
const addresses = z.partialRecord(z.enum(domains), z.url());

const json = (text: string, context: z.core.$RefinementCtx<string>): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.issues.push({ code: 'custom', message: 'is not JSON', input: text });
    return z.NEVER;
  }
};

const schema = z.object({
  PORT: port(),
  INSTANCE: z.string().min(1),
  MONGODB_URL: url('mongodb', 'mongodb+srv'),
  MONGODB_DATABASE: z.string().min(1),
  PLATFORM_DATABASE: z.string().min(1),
  KAFKA_BROKERS: hostPorts(),
  REDIS_URL: url('redis', 'rediss'),
  OIDC_ISSUER: url('http', 'https'),
  OIDC_AUDIENCE: z.string().min(1),
  BUSINESS_CLOCK: z.enum(['demo', 'real']),
  DEPARTMENT_URLS: z.string().transform(json).pipe(addresses),
  /** Whose `X-Forwarded-For` is believed: the ingress in front. */
  TRUSTED_PROXIES: networks().default([]),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  MASTER_KEY: secretFile(),
  ID_KEY: secretFile(),
  BLIND_INDEX_KEY: secretFile(),
  EXCHANGE_KEYS: jsonFile(z.union([exchangeKey, z.array(exchangeKey).min(1)]).transform((keys) => [keys].flat())),
});

/** Everything that differs between two gateways. */
export type Config = Readonly<z.output<typeof schema>>;

/** The configuration of this process, or one error with all mistakes. The only reader of the environment. */
export const config = (): Config => {
  const keys = process.env['KEYS_DIR'] ?? '';
  const inKeys = (name: string): string | undefined => (keys === '' ? undefined : join(keys, name));
  return readConfig(schema, {
    ...process.env,
    MASTER_KEY: inKeys('master.key'),
    ID_KEY: inKeys('id.key'),
    BLIND_INDEX_KEY: inKeys('blind-index.key'),
    EXCHANGE_KEYS: inKeys('exchange.jwk.json'),
  });
};
