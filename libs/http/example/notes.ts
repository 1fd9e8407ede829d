import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { loadContract } from '@yimen/contracts';
import type { components, operations } from '@yimen/contracts/example';
import { Outage, refuse } from '@yimen/kernel';
import {
  type ApiRequest,
  type AppParts,
  type Caller,
  createApp,
  decodeCursor,
  etagOf,
  type Handler,
  type Identity,
  matchRevision,
  pageOf,
  type RefusalTable,
  type Routes,
} from '../src/index.ts';

type Note = components['schemas']['Note'];

/** The example's own reasons. */
export const noteRefusals: RefusalTable = {
  'note-not-found': { status: 404, zh: '没有这条记录', en: 'There is no such note', detail: '编号 {id} 不存在' },
  'note-closed': { status: 409, zh: '记录已关闭', en: 'The note is closed' },
};

/** An officer of the district, who may do everything here. */
export const officer: Caller = {
  subject: 'officer-1',
  kind: 'officer',
  roles: ['window-clerk'],
  division: '440604',
  outsourced: false,
  centre: true,
};

/** Lets everyone in as one caller. */
export const letIn = (caller: Caller): Identity => ({ verify: () => caller });

/** Keeps what was asked, so that a test can look at what a handler gets. */
export const createNotes = () => {
  const asked: { last?: ApiRequest<operations[keyof operations]> } = {};
  const notes = new Map<string, { note: Note; revision: number }>();

  const writeNote: Handler<operations['writeNote']> = (request) => {
    asked.last = request as never;
    const note: Note = { id: `n${notes.size + 1}`, title: request.body.title, status: 'open' };
    notes.set(note.id, { note, revision: 1 });
    return { status: 201, headers: { Location: `/notes/${note.id}`, ETag: etagOf(1) }, body: note };
  };

  const routes: Routes<operations> = {
    listNotes: (request) => {
      asked.last = request as never;
      const { cursor, limit = 20 } = request.query;
      const after = cursor === undefined ? [''] : decodeCursor(cursor, ['string']);
      if ('refusal' in after) return after;
      const rows = [...notes.values()].map(({ note }) => note).filter(({ id }) => id > (after[0] ?? ''));
      const { rows: page, next } = pageOf(rows.slice(0, limit + 1), limit, ({ id }) => [id]);
      return { status: 200, body: { notes: [...page], ...(next === undefined ? {} : { next }) } };
    },
    writeNote,
    readNote: (request) => {
      asked.last = request as never;
      const { id } = request.params;
      if (id === 'outage') throw new Outage('the store at secret-host is away', { retryAfterS: 7 });
      if (id === 'fault') throw new Error('a secret of the inside');
      const found = notes.get(id);
      if (!found) return refuse('note-not-found', `There is no note ${id}.`, { id });
      return { status: 200, headers: { ETag: etagOf(found.revision) }, body: found.note };
    },
    editNote: ({ params, ifMatch, body }) => {
      const found = notes.get(params.id);
      if (!found) return refuse('note-not-found', `There is no note ${params.id}.`, { id: params.id });
      if (body.text === '?') return refuse('note-closed', 'It is closed.', { pointer: '/text' });
      const stale = matchRevision(ifMatch, found.revision);
      if (stale) return stale;
      found.revision++;
      return { status: 204, headers: { ETag: etagOf(found.revision) } };
    },
    attachFile: async ({ raw }) => ({ status: 201, body: { bytes: (await buffer(raw)).length } }),
    readFile: () => ({ status: 200, stream: Readable.from([Buffer.from('one'), Buffer.from('two')]) }),
    watchNews: ({ headers }) => ({
      status: 200,
      events: (stream) => stream.send({ id: (headers['Last-Event-ID'] ?? 0) + 1, event: 'news', data: { news: '好' } }),
    }),
  };
  return { routes, asked };
};

/** The example service, complete: what a real one looks like in small. Its event loop is the tests', so its delay counts for nothing. */
export const createNotesApp = (parts: Partial<AppParts<operations>> = {}) => {
  const { routes, asked } = createNotes();
  const contract = loadContract('example');
  const app = createApp<operations>({
    contract,
    routes,
    openRoutes: { readGreeting: () => ({ status: 200, body: { hello: '您好' } }) },
    identity: letIn(officer),
    refusals: noteRefusals,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    ...parts,
    limits: { loopDelayMs: Number.POSITIVE_INFINITY, ...parts.limits },
  });
  return { app, asked, contract, routes };
};
