import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runOn } from './mongo-tools.ts';

const dir = mkdtempSync(join(tmpdir(), 'yimen-tool-'));
afterAll(() => rmSync(dir, { recursive: true }));

const ADDRESS = 'mongodb://ops:pass"word@127.0.0.1:27017/?replicaSet=rs0';
const ENDS = ['exit 0', 'echo error: no route >&2; exit 1'];

/** A tool that keeps what it was started with. */
const toolThat = (ends: string): string => {
  const tool = join(dir, 'tool');
  writeFileSync(tool, `#!/bin/sh\nprintf '%s\\n' "$@" >"$0.args"\ncp -p "$2" "$0.config"\n${ends}\n`);
  chmodSync(tool, 0o755);
  return tool;
};

describe('a tool that works on a server', () => {
  it.each(ENDS)('reads the address from a private file that is gone afterwards (%s)', async (ends) => {
    const tool = toolThat(ends);
    const run = runOn({ mongodbUrl: ADDRESS }, tool, { args: ['--gzip', 'folder'], what: 'Dumping' });
    const [result] = await Promise.allSettled([run]);
    expect(result?.status).toBe(ends === 'exit 0' ? 'fulfilled' : 'rejected');
    const [option, config = '', ...args] = readFileSync(`${tool}.args`, 'utf8').trim().split('\n');
    expect([option, ...args]).toEqual(['--config', '--gzip', 'folder']);
    expect(readFileSync(`${tool}.config`, 'utf8')).toBe(`uri: ${JSON.stringify(ADDRESS)}\n`);
    expect(statSync(`${tool}.config`).mode & 0o777).toBe(0o600);
    expect(existsSync(config)).toBe(false);
  });
});
