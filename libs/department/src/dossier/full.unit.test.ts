import { isRefusal } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import type { DossierCommand } from './commands.ts';
import { approve, by, DOSSIER, opening } from './dossier.fixture.ts';
import { openFiles } from './files.fixture.ts';

describe('a dossier whose history is full', () => {
  it('can still be decided, though another officer holds it and its clock stands', async () => {
    const files = openFiles({ historyLimitEntries: 3 });
    let id = 0;
    const take = async (command: DossierCommand) => {
      const outcome = await files.handle(DOSSIER, command, { id: `k${id++}` }, { create: command.step === 'open' });
      return isRefusal(outcome) ? outcome.refusal : 'taken';
    };
    expect(await take(opening())).toBe('taken');
    expect(await take({ ...by('li'), step: 'claim' })).toBe('taken');
    expect(await take({ ...by('li'), step: 'stop-clock', procedure: 'hearing' })).toBe('taken');
    expect(await take({ ...by('li'), step: 'extend', days: 1 })).toBe('history-full');
    expect(await take(approve('wang'))).toBe('held-by-another');
    expect(await take({ ...by('wang'), step: 'claim' })).toBe('taken');
    expect(await take(approve('wang'))).toBe('clock-stopped');
    expect(await take({ ...by('wang'), step: 'resume-clock' })).toBe('taken');
    expect(await take(approve('wang'))).toBe('taken');
  });
});
