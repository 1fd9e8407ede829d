import { describe, expect, it } from 'vitest';
import { traceIdOf } from './traceparent.ts';

const incoming = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('a traceparent', () => {
  it('tells the trace', () => {
    expect(traceIdOf(incoming)).toBe('0af7651916cd43dd8448eb211c80319c');
  });

  it('of a later version is read by its first four parts', () => {
    expect(traceIdOf(`${incoming.replace(/^00/, '01')}-more`)).toBe('0af7651916cd43dd8448eb211c80319c');
  });

  it.each([
    undefined,
    '',
    'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
    '00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01',
    `${incoming}-more`,
    `01${incoming.slice(2)}-${'x'.repeat(600)}`,
  ])('%s is not right and counts as none', (text) => {
    expect(traceIdOf(text)).toBeUndefined();
  });
});
