import { describe, expect, it } from 'vitest';
import { DEFAULTS, unfitToKeep, untilQuiet } from './fitness.ts';

const bench = { seconds: 15, rounds: 3 };
const asked = { ...DEFAULTS, ...bench };

describe('a run that is to be kept', () => {
  it('has as many rounds and seconds as its bench asks for', () => {
    expect(unfitToKeep(asked, bench)).toBe(undefined);
    expect(unfitToKeep({ ...asked, seconds: 20, rounds: 5 }, bench)).toBe(undefined);
    expect(unfitToKeep({ ...asked, rounds: 1 }, bench)).toMatch(/rounds/);
    expect(unfitToKeep({ ...asked, seconds: 2 }, bench)).toMatch(/seconds/);
  });

  it('is of the whole bench: no smaller loading, no other processes, no knee from elsewhere', () => {
    expect(unfitToKeep({ ...asked, counts: [0, 1_000] }, bench)).toMatch(/cases/);
    expect(unfitToKeep({ ...asked, processes: [1] }, bench)).toMatch(/processes/);
    expect(unfitToKeep({ ...asked, knee: 100 }, bench)).toMatch(/knee/);
  });

  it('waits until the machine is quiet, and is refused when it never is', async () => {
    const said: string[] = [];
    const options = { say: (line: string) => void said.push(line), ending: new AbortController().signal };
    const loads = [2, 2, 1.1, 0.4];
    await untilQuiet(options, () => loads.shift() ?? 0.1, { tries: 5, pauseMs: 1 });
    expect(said).toHaveLength(1);
    await expect(untilQuiet(options, () => 0.9, { tries: 3, pauseMs: 1 })).rejects.toThrow('stays at 0.9');
  });
});
