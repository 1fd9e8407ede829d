import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sum, tallyFaults, tallyReport } from './report.ts';

const dir = mkdtempSync(join(tmpdir(), 'yimen-report-'));
const file = join(dir, 'report.json');
afterAll(() => rmSync(dir, { recursive: true }));

const report = (...files: { status: string; tests: string[] }[]) => {
  const testResults = files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map((test) => ({ status: test })),
  }));
  writeFileSync(file, JSON.stringify({ testResults }));
};

describe('the count of a test run', () => {
  it('is that of its tests', () => {
    report({ status: 'passed', tests: ['passed', 'passed'] }, { status: 'failed', tests: ['passed', 'failed'] });
    expect(tallyReport(file, 1)).toEqual({ passed: 3, failed: 1 });
  });

  it('takes a file that did not load for one failure', () => {
    report({ status: 'failed', tests: [] }, { status: 'passed', tests: ['passed'] });
    expect(tallyReport(file, 1)).toEqual({ passed: 1, failed: 1 });
  });

  it('takes a skipped test for a failure', () => {
    report({ status: 'passed', tests: ['passed', 'skipped', 'todo'] });
    expect(tallyReport(file, 0)).toEqual({ passed: 1, failed: 2 });
  });

  it('takes a run that failed without a failing test for one failure', () => {
    report({ status: 'passed', tests: ['passed'] });
    expect(tallyReport(file, 1)).toEqual({ passed: 1, failed: 1 });
    expect(tallyReport(join(dir, 'none.json'), 1)).toEqual({ passed: 0, failed: 1 });
  });

  it('is that of rounds and mutants where faults were played', () => {
    const said = (violations: number, killed: string) =>
      `…\n{"faults":3,"runs":3,"acked":9,"lost":0,"violations":${violations},"mutants_killed":"${killed}"}\n`;
    expect(tallyFaults(said(0, '2/2'), 0)).toEqual({ passed: 5, failed: 0 });
    expect(tallyFaults(said(4, '1/2'), 1)).toEqual({ passed: 3, failed: 2 });
    expect(tallyFaults(said(0, '2/2'), 1)).toEqual({ passed: 5, failed: 1 });
    expect(tallyFaults('nothing', 1)).toEqual({ passed: 0, failed: 1 });
  });

  it('adds up over all steps', () => {
    expect(
      sum([
        { passed: 2, failed: 0 },
        { passed: 1, failed: 3 },
      ]),
    ).toEqual({ passed: 3, failed: 3 });
  });
});
