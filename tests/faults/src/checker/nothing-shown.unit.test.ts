import { describe, expect, it } from 'vitest';
import type { Evidence } from './evidence.ts';
import { nothingShown } from './nothing-shown.ts';
import { sound } from './sound.fixture.ts';

const lacks = (change: Partial<Evidence>): readonly unknown[] =>
  nothingShown(sound(change)).map(({ evidence }) => evidence);
const [filed] = sound().lines;

describe('a round', () => {
  it('shows something when people came, were heard and went', () => {
    expect(nothingShown(sound())).toEqual([]);
  });

  it('shows nothing without a journey that ended, a filing that was taken, or a log', () => {
    expect(lacks({ trips: [{ journey: 'j1', beganAt: 900, how: 'cut-short' }] })).toEqual([
      'no journey came to its end',
    ]);
    expect(lacks({ lines: [] })).toEqual(['no filing was acknowledged']);
    expect(lacks({ logs: [{ name: 'l', text: '\n' }] })).toEqual(['nobody has written a log']);
  });

  it('shows nothing of legacy systems that got nothing, if a company was opened', () => {
    const opened = sound().lines.map((line) => (line.asked ? { ...line, asked: { item: 'open-company' } } : line));
    const ledgers = [{ system: 'L06', submissions: [] }];
    expect(filed?.asked).toBeDefined();
    expect(lacks({ lines: opened, ledgers })).toEqual(['no legacy system got anything, though companies were opened']);
    expect(lacks({ ledgers })).toEqual([]);
  });
});
