import type { operations } from '@yimen/contracts/example';
import { refuse } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import type { Handler, OpenHandler, Routes } from './index.ts';

// The compiler is the one who judges here: an error that no longer is one fails the type check.
const note = { id: 'n1', title: 't', status: 'open' } as const;
const headers = { Location: '/notes/n1', ETag: '"r1"' };

const handlers = {
  good: (({ body, idempotencyKey }) => ({
    status: 201,
    headers,
    body: { ...note, title: body.title + idempotencyKey },
  })) satisfies Handler<operations['writeNote']>,
  refusing: (() => refuse('note-closed', 'Closed.')) satisfies Handler<operations['writeNote']>,
  // @ts-expect-error 200 is not declared
  otherStatus: (() => ({ status: 200, headers, body: note })) satisfies Handler<operations['writeNote']>,
  // @ts-expect-error a declared header is missing
  noHeader: (() => ({ status: 201, headers: { Location: '' }, body: note })) satisfies Handler<operations['writeNote']>,
  // @ts-expect-error the body is another
  otherBody: (() => ({ status: 201, headers, body: { id: 'n1' } })) satisfies Handler<operations['writeNote']>,
  // @ts-expect-error a problem is refused, not replied
  problem: (() => ({ status: 404, body: note })) satisfies Handler<operations['writeNote']>,
  revision: (({ ifMatch, params }) => ({
    status: 204,
    headers: { ETag: `${params.id}${ifMatch.toFixed()}` },
  })) satisfies Handler<operations['editNote']>,
  // @ts-expect-error the query knows no such name
  query: (({ query }) => ({ status: 200, body: { notes: [], next: query.page } })) satisfies Handler<
    operations['listNotes']
  >,
  // @ts-expect-error nobody is known to be asking
  nobody: (({ caller }) => ({ status: 200, body: { hello: caller.subject } })) satisfies OpenHandler<
    operations['readGreeting']
  >,
};

// @ts-expect-error no such operation
const strange: Routes<operations> = { dance: () => undefined };

describe('handlers typed from the contract', () => {
  it('exist at run time, too', () => {
    expect([...Object.values(handlers), ...Object.values(strange)]).toHaveLength(10);
  });
});
