import { describe, expect, it } from 'vitest';
import { trafficOf } from './traffic.ts';

describe('what a service keeps, tells and hears', () => {
  it('is read in groups whose names never change: under another name everything would be read again', () => {
    expect(trafficOf('intake-gateway')).toMatchObject({ database: 'intake_gateway', group: 'intake_gateway-dossiers' });
    expect(trafficOf('social-security')).toMatchObject({ group: 'department.branches.social-security.v1' });
  });

  it('is a guest’s own on a shared server', () => {
    expect(trafficOf('intake-gateway', 't1_')).toMatchObject({
      database: 't1_intake_gateway',
      group: 't1_intake_gateway-dossiers',
    });
    expect(trafficOf('household-registration', 't1_').database).toBe('t1_household_registration');
  });
});
