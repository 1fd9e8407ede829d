import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './imports.ts';
import { linesMatching, trackedFiles } from './tracked.ts';

const literal = (text: string): RegExp => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));

describe('tracked files', () => {
  it('are there to be read', () => {
    expect(trackedFiles().length).toBeGreaterThan(50);
  });

  it('name no path of this machine', () => {
    const checkout = dirname(root.replace(/\/$/, ''));
    const places = [`${homedir()}/`, ...(checkout.length > 1 ? [`${checkout}/`] : [])].map(literal);
    expect(places.flatMap((place) => linesMatching(place))).toEqual([]);
    expect(linesMatching(/\/(home|Users)\/[a-z]/)).toEqual([]);
  });

  it('name no host of a package registry', () => {
    const hosts = [
      'registry.npm' + 'js',
      'npm' + 'mirror',
      'files.python' + 'hosted',
      'repo1.' + 'maven',
      'proxy.go' + 'lang',
    ];
    expect(hosts.flatMap((host) => linesMatching(literal(host)))).toEqual([]);
  });

  it('hold no secret', () => {
    expect(linesMatching(/-----BEGIN [A-Z ]*PRIVATE KEY-----/)).toEqual([]);
    expect(linesMatching(/"d":\s*"[A-Za-z0-9_-]{40,}"/)).toEqual([]);
    expect(linesMatching(/(password|secret|token)['"]?\s*[:=]\s*['"][A-Za-z0-9+/_-]{24,}['"]/i)).toEqual([]);
  });
});

describe('the environment', () => {
  const reads = /process\s*\.\s*env[^`]|from 'node:process'/;

  it('is read in one file of each service', () => {
    const files = new Set(
      linesMatching(reads, (path) => /^services\/.*\.ts$/.test(path)).map((at) => at.replace(/:\d+$/, '')),
    );
    expect([...files].filter((path) => !/^services\/[^/]+\/src\/config\.ts$/.test(path))).toEqual([]);
  });

  it('is read by no lib but the one that tests use', () => {
    expect(linesMatching(reads, (path) => /^libs\/(?!testing\/)[^/]+\/src\/.*(?<!\.test)\.ts$/.test(path))).toEqual([]);
  });
});
