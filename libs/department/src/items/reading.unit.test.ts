import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOffer } from './reading.ts';

const place = { domain: 'household-registration', systems: ['L99'] };
const whole = readFileSync(new URL('../testing/items/stamp.yaml', import.meta.url), 'utf8');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'items-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (...changes: readonly (readonly [from: string, to: string])[]) => {
  const text = changes.reduce((so, [from, to]) => {
    expect(so).toContain(from);
    return so.replace(from, to);
  }, whole);
  writeFileSync(join(folder, 'stamp.yaml'), text);
  return readOffer(folder, place);
};

describe('a folder of items', () => {
  it('becomes an offer by code and version', () => {
    expect([...read().items.keys()]).toEqual(['stamp@1']);
  });

  it('with a wrong field is refused by file and pointer', () => {
    expect(() => read(['version: 1', 'version: "one"'])).toThrow('stamp.yaml#/version: must be integer');
  });

  it('is refused when two files say the same version', () => {
    writeFileSync(join(folder, 'again.yaml'), whole);
    expect(() => read()).toThrow('stamp@1 stands in two files');
  });

  it.each([
    [['domain: household-registration', 'domain: social-security'], '/domain'],
    [['acceptance: department', 'acceptance: centre'], '/delegation'],
    [['procedure: GENERAL', 'procedure: SIMPLE'], '/levels'],
    [['decision: officer', 'decision: system'], '/decision'],
    [['decision: officer', 'decision: officer\n  exchange: { system: L01, when: approved }'], '/exchange/system'],
    [['promisedDays: 5', 'promisedDays: 30'], '/limits/promisedDays'],
    [['kind: promised', 'kind: instant'], '/kind'],
    [['maxLength: 100 }', 'maxLength: 100, wrongWord: 1 }'], '/form'],
  ] as const)('with %j is refused at %s', (change, pointer) => {
    expect(() => read(change)).toThrow(`stamp.yaml#${pointer}`);
  });
});
