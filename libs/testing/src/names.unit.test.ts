import { describe, expect, it } from 'vitest';
import { uniqueDatabase, uniqueName } from './names.ts';

describe('names on shared servers', () => {
  it('differ from call to call', () => {
    expect(uniqueName('topic')).not.toBe(uniqueName('topic'));
    expect(uniqueDatabase()).not.toBe(uniqueDatabase());
  });

  it('of databases fit into 63 bytes and hold nothing that MongoDB refuses', () => {
    expect(uniqueDatabase(`a.b c/${'x'.repeat(80)}`)).toMatch(/^[a-z0-9_]{1,63}$/);
  });
});
