import { readFileSync } from 'node:fs';
import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** JSON file: system id → its secrets, and the address of the inbound door (`callbackUrl`) of those that push. */
  SYSTEMS_FILE: z.string().min(1),
  /** Both or none: with them the systems keep their hours on the platform's business clock. */
  MONGODB_URL: z.string().min(1).optional(),
  PLATFORM_DATABASE: z.string().min(1).optional(),
  /** `real` when the platform runs on the wall clock. */
  BUSINESS_CLOCK: z.enum(['demo', 'real']).default('demo'),
  STATE_DIR: z.string().min(1).optional(),
  SEED: z.coerce.number().int().optional(),
  DELAY: z.coerce.number().nonnegative().default(1),
});

/** What this process is told from outside. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly platform: { readonly url: string; readonly database: string; readonly mode: 'demo' | 'real' } | undefined;
  readonly stateDir: string | undefined;
  readonly seed: number | undefined;
  readonly delay: number;
}

/** Reads the environment once; every mistake is named in one error. */
export const readConfig = (environment: NodeJS.ProcessEnv = process.env): Config => {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) throw new Error(`The simulators cannot start.\n${z.prettifyError(parsed.error)}`);
  const { MONGODB_URL: url, PLATFORM_DATABASE: database, BUSINESS_CLOCK: mode, ...rest } = parsed.data;
  const settings = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(rest.SYSTEMS_FILE, 'utf8')));
  return {
    port: rest.PORT,
    host: rest.HOST,
    settings,
    platform: url !== undefined && database !== undefined ? { url, database, mode } : undefined,
    stateDir: rest.STATE_DIR,
    seed: rest.SEED,
    delay: rest.DELAY,
  };
};
