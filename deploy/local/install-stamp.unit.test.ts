import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled, markInstalled } from './install-stamp.mjs';

const root = mkdtempSync(join(tmpdir(), 'yimen-stamp-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('an installed workspace', () => {
  beforeEach(() => {
    mkdirSync(join(root, 'libs', 'kernel'), { recursive: true });
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    writeFileSync(join(root, 'pnpm-lock.yaml'), 'lock: 1');
    writeFileSync(join(root, 'libs', 'kernel', 'package.json'), '{}');
    markInstalled(root);
  });

  it('needs no second installation', () => {
    expect(isInstalled(root)).toBe(true);
  });

  it('is installed again when the lockfile changed', () => {
    writeFileSync(join(root, 'pnpm-lock.yaml'), 'lock: 2');
    expect(isInstalled(root)).toBe(false);
  });

  it('is installed again when a manifest changed or came', () => {
    writeFileSync(join(root, 'libs', 'kernel', 'package.json'), '{"dependencies":{}}');
    expect(isInstalled(root)).toBe(false);
    markInstalled(root);
    mkdirSync(join(root, 'services', 'new'), { recursive: true });
    writeFileSync(join(root, 'services', 'new', 'package.json'), '{}');
    expect(isInstalled(root)).toBe(false);
  });

  it('is installed again when node_modules is gone', () => {
    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(isInstalled(root)).toBe(false);
  });
});
