import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './imports.ts';
import { linesMatching, trackedFiles } from './tracked.ts';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const literal = (text: string): RegExp => new RegExp(escaped(text));
/** The path as it stands alone, not as the tail of a relative one. */
const path = (text: string): RegExp => new RegExp(String.raw`(?<![.\w-])${escaped(text)}`);

describe('tracked files', () => {
  it('are there to be read', () => {
    expect(trackedFiles().length).toBeGreaterThan(50);
  });

  it('name no path of this machine', () => {
    const checkout = dirname(root.replace(/\/$/, ''));
    const places = [`${homedir()}/`, ...(checkout.length > 1 ? [`${checkout}/`] : [])].map(path);
    expect(places.flatMap((place) => linesMatching(place))).toEqual([]);
    expect(linesMatching(/\/(home|Users)\/[\w-]+\/[\w.-]/)).toEqual([]);
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
    // a word for a test may stand in it, when it says what it is
    expect(
      linesMatching(/(password|secret|token)['"]?\s*[:=]\s*['"](?!(an?|another)-)[A-Za-z0-9+/_-]{24,}['"]/i),
    ).toEqual([]);
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
