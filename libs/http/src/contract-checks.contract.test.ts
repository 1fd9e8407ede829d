import { loadContract } from '@yimen/contracts';
import { describe, expect, it } from 'vitest';
import { noteRefusals } from '../example/notes.ts';
import { expectContract, problemDifferences } from './index.ts';

const contract = loadContract('example');

const answer = (method: string, url: string, status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  body,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  request: { method, url: `http://127.0.0.1:1${url}` },
});
const note = { id: 'n1', title: 't', status: 'open' };

describe('a response', () => {
  it('that the contract declares passes', () => {
    expect(() => expectContract(contract, answer('GET', '/notes/n1?x=1', 200, note, { etag: '"r1"' }))).not.toThrow();
  });

  it.each([
    ['with another status', answer('GET', '/notes/n1', 202, note, { etag: '"r1"' }), 'declares no such response'],
    ['without a declared header', answer('GET', '/notes/n1', 200, note), 'ETag is missing'],
    ['with another body', answer('GET', '/notes/n1', 200, { ...note, secret: 1 }, { etag: '"r1"' }), 'secret'],
    [
      'of another kind',
      answer('GET', '/notes/n1', 200, note, { etag: '"r1"', 'content-type': 'text/html' }),
      'text/html',
    ],
    ['from nowhere', answer('GET', '/nothing', 200, note), 'declares no GET /nothing'],
    [
      'with a problem that is not listed',
      answer(
        'GET',
        '/notes/n1',
        418,
        { type: 'urn:yimen:problem:teapot', title: 'x', status: 418 },
        { 'content-type': 'application/problem+json' },
      ),
      'teapot',
    ],
  ])('%s does not', (_name, response, complaint) => {
    expect(() => expectContract(contract, response)).toThrow(complaint);
  });
});

describe('the table of refusals', () => {
  it('is equal to what the contract lists', () => {
    expect(problemDifferences(contract, noteRefusals)).toEqual([]);
  });

  it('shows every difference', () => {
    const { 'note-closed': closed, ...rest } = noteRefusals;
    expect(closed).toBeDefined();
    expect(problemDifferences(contract, { ...rest, 'note-lost': { status: 410, zh: '无', en: 'Lost' } })).toEqual([
      'note-closed is in the contract, not in the table',
      'note-lost is in the table, not in the contract',
    ]);
    const moved = { ...noteRefusals, 'note-closed': { status: 410, zh: '无', en: 'Lost' } };
    expect(problemDifferences(contract, moved)).toEqual(['note-closed is 409 in the contract, 410 in the table']);
  });
});
