import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { topics } from '@yimen/contracts';
import { connectBroker, declareTopics } from '@yimen/messaging';
import { servers, uniqueDatabase } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimRun } from './backup/run-claim.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
/** Dumps nothing, and keeps what it was started with. */
const DUMP = `#!/bin/sh
printf '%s\\n' "$@" >"$0.args"
while [ "$1" != --out ]; do shift; done
mkdir -p "$2" && : >"$2/oplog.bson"
`;

const dir = mkdtempSync(join(tmpdir(), 'yimen-ops-'));
const [bin, folder] = [join(dir, 'bin'), join(dir, 'backup')];
const target = ['--services', 'social-security', '--prefix', `${uniqueDatabase('ops')}_`.slice(-24)];

const runBackup = () =>
  promisify(execFile)(process.execPath, [MAIN, 'backup', folder, ...target], {
    env: { ...process.env, PATH: `${bin}:${process.env['PATH']}` },
  });

beforeAll(async () => {
  const broker = connectBroker({ brokers: servers.kafkaBrokers, clientId: 'ops-test' });
  await declareTopics(
    broker,
    topics.map((topic) => ({ ...topic, replication: 1 })),
  );
  mkdirSync(bin);
  for (const tool of ['mongodump', 'mongorestore']) {
    writeFileSync(join(bin, tool), DUMP);
    chmodSync(join(bin, tool), 0o755);
  }
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('a backup that an operator makes', () => {
  it('is not begun while another run has its folder', async () => {
    const giveBack = await claimRun(folder);
    await expect(runBackup()).rejects.toThrow('A backup runs into this folder');
    giveBack();
  });

  it('is read by its owner alone, and shows no list of processes where the data is', async () => {
    const { stdout } = await runBackup();
    expect(JSON.parse(stdout)).toMatchObject({ ops: 'backup' });
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.toSorted()).toEqual(['base', 'base/oplog.bson', 'manifest.json']);
    expect(files.filter((file) => (statSync(join(folder, file)).mode & 0o077) !== 0)).toEqual([]);
    expect(readFileSync(join(bin, 'mongodump.args'), 'utf8')).not.toContain('mongodb://');
  });
});
