import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBook } from './book.ts';

const filing = (key: string, receipt: string) => ({
  key,
  receipt,
  business: 'seal-filing',
  at: '2026-03-02T01:30:00.000Z',
  words: { qymc: '佛山市一门科技有限公司' },
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'book-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the book of a system', () => {
  it('keeps the first filing under a key, and counts the others', () => {
    const book = openBook('L06', undefined);
    expect(book.submit(filing('A', 'GZ1')).known).toBe(false);
    expect(book.submit(filing('A', 'GZ2'))).toMatchObject({ known: true, filing: { receipt: 'GZ1' } });
    book.submit(filing('B', 'GZ3'));
    expect(book.ledger()).toMatchObject({
      duplicates: 1,
      submissions: [
        { n: 1, key: 'A' },
        { n: 2, key: 'A' },
        { n: 3, key: 'B' },
      ],
    });
  });

  it('is the same after a restart', () => {
    const before = openBook('L06', folder);
    before.submit(filing('A', 'GZ1'));
    before.submit(filing('A', 'GZ2'));
    before.decide('A', { granted: true, facts: { babh: '1' } });
    before.submit(filing('B', 'GZ3'));
    before.tell('A');
    before.close();
    const after = openBook('L06', folder);
    expect(after.ledger()).toEqual(before.ledger());
    expect(after.find('A')).toMatchObject({ outcome: { granted: true }, told: true });
    after.close();
  });

  it('bears half a line at its end, from a process that was killed, and nothing broken before', () => {
    const before = openBook('L06', folder);
    before.submit(filing('A', 'GZ1'));
    before.close();
    appendFileSync(join(folder, 'L06.jsonl'), '{"line":"subm');
    expect(openBook('L06', folder).count()).toBe(1);
    appendFileSync(join(folder, 'L06.jsonl'), '\n{"line":"told","key":"A"}\n{"line":"told","key":"A"}\n');
    expect(() => openBook('L06', folder)).toThrow();
  });
});
