import { generateKeySync } from 'node:crypto';
import { createKeyring } from '@yimen/personal-data';
import { describe, expect, it } from 'vitest';
import { verifyHistory } from '../history/verify.ts';
import { createMemory, createMemoryStore } from '../store/memory/memory-store.ts';
import { MORNING, officer, type PermitCommand, permit } from '../testing/permit.ts';
import { createCaseFiles, createNonces } from './case-files.ts';

const secret = () => generateKeySync('hmac', { length: 256 });
const keyring = createKeyring({ master: secret(), masterKid: 'm1', blindIndexKey: secret() });
const clocks = { business: () => 0, system: () => 0 };
const file: PermitCommand = { step: 'file', title: 'A', actor: officer, at: MORNING };

describe('personal data of a command', () => {
  const memory = createMemory();
  const files = createCaseFiles({
    aggregate: permit,
    store: createMemoryStore(memory),
    keyring,
    nonces: createNonces('a'),
    clocks,
  });

  it('is stored as one sealed blob in the entry that seals it, and opens there only', async () => {
    const personal = { '/name': '张三', '/phone': '13800000000' };
    await files.handle('p1', file, { id: 'k' }, { create: true, personal });
    const stored = memory.files.get('p1');
    expect(JSON.stringify(stored)).not.toContain('张三');
    expect(stored?.history.map(({ sealed }) => sealed !== undefined)).toEqual([true, false]);
    expect(stored && verifyHistory({ id: 'p1', history: stored.history, head: stored.head })).toBeUndefined();
    expect(await files.reveal('p1')).toEqual(personal);
    expect(await files.reveal('p1', 1)).toEqual(personal);
    const [sealed, plain] = await files.history('p1');
    expect([sealed && (await files.reveal('p1', sealed)), plain && (await files.reveal('p1', plain))]).toEqual([
      personal,
      {},
    ]);
    expect(await files.reveal('p1', 2)).toEqual({});
  });

  it('stays readable, and its history whole, when its data key is wrapped anew', async () => {
    const stored = memory.files.get('p1');
    if (!stored?.dataKey) throw new Error('There is no data key.');
    const wrapped = keyring.rewrap('p1', stored.dataKey.wrapped);
    expect(wrapped).not.toEqual(stored.dataKey.wrapped);
    memory.files.set('p1', { ...stored, dataKey: { wrapped } });
    const file = await files.load('p1');
    expect(file && verifyHistory(file)).toBeUndefined();
    expect(await files.reveal('p1', 1)).toHaveProperty('/name');
  });

  it('does not open in another entry or another file', async () => {
    const stored = memory.files.get('p1');
    const [first, second] = stored?.history ?? [];
    if (!stored || !first?.sealed || !second) throw new Error('There is no sealed entry.');
    memory.files.set('p2', { ...stored, _id: 'p2', history: [first, { ...second, sealed: first.sealed }] });
    await expect(files.reveal('p2', 1)).rejects.toThrow();
    memory.files.set('p1', { ...stored, history: [first, { ...second, sealed: first.sealed }] });
    await expect(files.reveal('p1', 2)).rejects.toThrow();
    memory.files.set('p1', stored);
    memory.files.delete('p2');
  });

  it('is a fault when no fact of the command seals it', async () => {
    const rename: PermitCommand = { step: 'rename', title: 'B', actor: officer, at: MORNING };
    await expect(files.handle('p1', rename, { id: 'k2' }, { personal: { '/name': 'x' } })).rejects.toThrow('seal');
  });
});
