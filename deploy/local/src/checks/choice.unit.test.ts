import { describe, expect, it } from 'vitest';
import { choose } from './choice.ts';

describe('npm test', () => {
  it('runs everything when nothing is named', () => {
    expect(choose([])).toEqual({
      checks: ['types', 'lint', 'unused'],
      projects: ['unit', 'contract', 'architecture', 'int'],
      journeys: true,
      faults: true,
      paths: [],
      needsServers: true,
    });
  });

  it('runs the named steps only, and starts no servers for those that need none', () => {
    expect(choose(['unit', 'types'])).toMatchObject({
      checks: ['types'],
      projects: ['unit'],
      journeys: false,
      needsServers: false,
    });
  });

  it('runs the tests of a folder, at every level', () => {
    expect(choose(['libs/case-file'])).toMatchObject({
      checks: [],
      projects: ['unit', 'contract', 'architecture', 'int'],
      journeys: false,
      paths: ['libs/case-file'],
    });
  });

  it('runs no test when only a check is named, and both when a folder is named beside it', () => {
    expect(choose(['lint'])).toMatchObject({ checks: ['lint'], projects: [], journeys: false });
    expect(choose(['lint', 'libs/http']).projects).toContain('unit');
  });

  it('runs the faults when they are named, and not for their own unit tests', () => {
    expect(choose(['faults'])).toMatchObject({ projects: [], journeys: false, faults: true });
    expect(choose(['tests/faults'])).toMatchObject({ faults: false });
  });

  it('runs the journeys alone when they are named, or a file of theirs', () => {
    expect(choose(['journeys'])).toMatchObject({ projects: [], journeys: true });
    expect(choose(['tests/journeys/src/happy'])).toMatchObject({ journeys: true });
  });
});
