import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openFolder } from './folder.ts';

describe('a folder for a while', () => {
  it('is for nobody else, and goes when it is closed', () => {
    const { path, close } = openFolder('test');
    expect(statSync(path).mode & 0o077).toBe(0);
    close();
    expect(existsSync(path)).toBe(false);
  });

  it('goes also when the process ends without closing it', () => {
    const module = new URL('folder.ts', import.meta.url).href;
    const script = `const { openFolder } = await import('${module}');
      const { writeFileSync } = await import('node:fs');
      const { path } = openFolder('test');
      writeFileSync(path + '/plan.json', 'a token');
      console.log(path);
      process.exit(130);`;
    const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect([status, stdout.includes('yimen-test-'), existsSync(stdout.trim())]).toEqual([130, true, false]);
  });
});
