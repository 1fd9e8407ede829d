import { loadContract } from '@yimen/contracts';
import { problemDifferences } from '@yimen/http';
import { describe, expect, it } from 'vitest';
import { refusals } from './refusals.ts';

describe('the reasons that the gateway refuses for', () => {
  it('are those that its contract lists, with the same status', () => {
    expect(problemDifferences(loadContract('intake-gateway'), refusals)).toEqual([]);
  });
});
