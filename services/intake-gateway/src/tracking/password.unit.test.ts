import { createSecretKey, randomBytes } from 'node:crypto';
import { isQueryPassword } from '@yimen/identifiers';
import { describe, expect, it } from 'vitest';
import { isQueryPasswordOf, queryPasswordOf } from './password.ts';

const key = createSecretKey(randomBytes(32));

describe('a query password', () => {
  it('is the same for a case each time, and another for another case or key', () => {
    expect(queryPasswordOf(key, 'a')).toBe(queryPasswordOf(key, 'a'));
    expect(queryPasswordOf(key, 'a')).not.toBe(queryPasswordOf(key, 'b'));
    expect(queryPasswordOf(key, 'a')).not.toBe(queryPasswordOf(createSecretKey(randomBytes(32)), 'a'));
    expect(isQueryPassword(queryPasswordOf(key, 'a'))).toBe(true);
  });

  it('fits its case only', () => {
    expect(isQueryPasswordOf(key, 'a', queryPasswordOf(key, 'a'))).toBe(true);
    for (const wrong of ['', '1', queryPasswordOf(key, 'b'), `${queryPasswordOf(key, 'a')}0`])
      expect(isQueryPasswordOf(key, 'a', wrong)).toBe(false);
  });
});
