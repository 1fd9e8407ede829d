import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  type Environment,
  flag,
  hostPorts,
  jsonFile,
  networks,
  port,
  readConfig,
  secretFile,
  secretTextFile,
  url,
  wholeNumber,
  z,
} from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const mistakesOf = (schema: z.ZodObject, env: Environment): readonly string[] => {
  try {
    readConfig(schema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
};
const key = Buffer.alloc(32, 7).toString('base64url');

describe('a right configuration', () => {
  const schema = z.object({
    MONGODB_URL: url('mongodb'),
    REDIS_URL: url('redis', 'rediss'),
    KAFKA_BROKERS: hostPorts(),
    PROXIES: networks().default([]),
    NEAR: networks(),
    PORT: port(),
    POOL: wholeNumber({ min: 1, max: 100 }).default(10),
    DRAIN: flag().default(false),
    MASTER_KEY_FILE: secretFile(),
    PASSWORD_FILE: secretTextFile(),
    HALLS_FILE: jsonFile(z.object({ halls: z.array(z.string()) })),
    LEVEL: z.enum(['info', 'debug']).default('info'),
  });
  const config = readConfig(schema, {
    MONGODB_URL: 'mongodb://u:p@a:27017,b:27017/db?replicaSet=rs0&directConnection=true',
    REDIS_URL: 'rediss://127.0.0.1:6379',
    KAFKA_BROKERS: 'kafka-1:9092, [::1]:9093',
    NEAR: '10.0.0.0/8, 192.0.2.1,::1, 2001:db8::/32',
    PORT: '0',
    MASTER_KEY_FILE: fileOf('key', `${key}\n`),
    PASSWORD_FILE: fileOf('password', 'let me in\n'),
    HALLS_FILE: fileOf('halls.json', '{"halls":["44060400000001"]}'),
    LEVEL: '',
    PATH: '/bin',
  });

  it('becomes one frozen value with its types', () => {
    expect(config).toMatchObject({
      MONGODB_URL: 'mongodb://u:p@a:27017,b:27017/db?replicaSet=rs0&directConnection=true',
      KAFKA_BROKERS: ['kafka-1:9092', '[::1]:9093'],
      PROXIES: [],
      NEAR: ['10.0.0.0/8', '192.0.2.1', '::1', '2001:db8::/32'],
      PORT: 0,
      POOL: 10,
      DRAIN: false,
      PASSWORD_FILE: 'let me in',
      HALLS_FILE: { halls: ['44060400000001'] },
      LEVEL: 'info',
    });
    expect(Object.isFrozen(config)).toBe(true);
    expect(config).not.toHaveProperty('PATH');
  });

  it('holds keys as objects that do not print', () => {
    expect(config.MASTER_KEY_FILE.export()).toEqual(Buffer.alloc(32, 7));
    expect(JSON.stringify(config)).not.toContain(key);
  });
});

describe('a wrong configuration', () => {
  it('tells all mistakes together, in one legible text', () => {
    const schema = z.object({ MONGODB_URL: url('mongodb'), PORT: port(), KEY_FILE: secretFile(), DRAIN: flag() });
    expect(() => readConfig(schema, { PORT: '70000', KEY_FILE: join(folder, 'absent'), DRAIN: 'yes' })).toThrow(
      [
        'The configuration is wrong:',
        '  - MONGODB_URL is missing',
        '  - PORT: must lie between 0 and 65535',
        '  - KEY_FILE: names no file that can be read',
        '  - DRAIN: Invalid option: expected one of "true"|"false"',
      ].join('\n'),
    );
  });

  it('takes an empty variable for a missing one', () => {
    expect(mistakesOf(z.object({ MONGODB_URL: url('mongodb') }), { MONGODB_URL: '' })).toEqual([
      'MONGODB_URL is missing',
    ]);
  });

  it.each(['http://a', 'mongodb://', 'a:27017', 'mongodb://a:99999', 'MONGODB'])(
    'does not take %s for an address',
    (text) => {
      expect(mistakesOf(z.object({ MONGODB_URL: url('mongodb') }), { MONGODB_URL: text })).toEqual([
        'MONGODB_URL: must be an address that begins with mongodb://',
      ]);
    },
  );

  it.each(['kafka', 'kafka:0', 'kafka:70000', 'a:1,,b:2', 'a b:1'])('does not take %s for brokers', (text) => {
    expect(mistakesOf(z.object({ KAFKA_BROKERS: hostPorts() }), { KAFKA_BROKERS: text })).toHaveLength(1);
  });

  it.each(['proxy', '10.0.0.0/0', '10.0.0.0/33', '10.0.0', '::1/129', '10.0.0.1,', '10.0.0.1;10.0.0.2', '::/x'])(
    'does not take %s for networks',
    (text) => {
      expect(mistakesOf(z.object({ PROXIES: networks() }), { PROXIES: text })).toHaveLength(1);
    },
  );

  it.each(['', '80.5', '0x10', ' 80', '1e3', '99999999999999999999'])('does not take %j for a number', (text) => {
    expect(mistakesOf(z.object({ PORT: port() }), { PORT: text })).toHaveLength(1);
  });

  it.each(['', 'short', key.slice(1), `${key}AA`, `${key.slice(0, 42)}B`, Buffer.alloc(32, 255).toString('base64')])(
    'does not take a file of %j for a key, nor repeat it',
    (text) => {
      const [mistake] = mistakesOf(z.object({ KEY_FILE: secretFile() }), { KEY_FILE: fileOf('bad-key', text) });
      expect(mistake).toBe('KEY_FILE: names a file that does not hold 32 bytes as base64url');
    },
  );

  it('tells where in a JSON file the mistakes are, and repeats no value', () => {
    const schema = z.object({ HALLS_FILE: jsonFile(z.object({ halls: z.array(z.string()), size: z.number() })) });
    expect(mistakesOf(schema, { HALLS_FILE: fileOf('bad.json', '{"halls":["a",4711]}') })).toEqual([
      'HALLS_FILE.halls.1: Invalid input: expected string, received number',
      'HALLS_FILE.size: Invalid input: expected number, received undefined',
    ]);
    expect(mistakesOf(schema, { HALLS_FILE: fileOf('none.json', 'secret{') })).toEqual([
      'HALLS_FILE: names a file that is not JSON',
    ]);
  });

  it('never repeats a value that was wrong', () => {
    const schema = z.object({
      DB: url('mongodb'),
      BROKERS: hostPorts(),
      N: wholeNumber({ min: 1, max: 2 }),
      F: flag(),
    });
    const told = mistakesOf(schema, { DB: 'http://u:s3cret@h', BROKERS: 's3cret', N: 's3cret', F: 's3cret' });
    expect(told).toHaveLength(4);
    expect(told.join()).not.toContain('s3cret');
  });
});

describe('a schema with a default for an address or a secret', () => {
  it('is refused before anything is read', () => {
    const schema = z.object({
      DB: url('mongodb').default('mongodb://localhost:27017'),
      KEY: secretFile().optional().catch(undefined),
      BROKERS: hostPorts().optional(),
      PORT: port().default(8080),
    });
    expect(mistakesOf(schema, {})).toEqual([
      'DB has a default, which addresses and secrets never have',
      'KEY has a default, which addresses and secrets never have',
    ]);
  });
});
