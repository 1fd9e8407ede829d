import { loadContract } from '@yimen/contracts';
import { problemDifferences } from '@yimen/http';
import { describe, expect, it } from 'vitest';
import { departmentRefusals } from './refusals.ts';

describe('the refusals of a department', () => {
  it('are those that its contract lists, with the same status', () => {
    expect(problemDifferences(loadContract('department'), departmentRefusals)).toEqual([]);
  });
});
