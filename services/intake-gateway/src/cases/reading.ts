import type { operations } from '@yimen/contracts/intake-gateway';
import type { Handler } from '@yimen/http';
import { isRefusal } from '@yimen/kernel';
import { judge, noSuchCase, seeAsPerson } from '../callers/access.ts';
import type { CaseRead, GatewayParts } from '../parts.ts';
import { queryPasswordOf } from '../tracking/password.ts';
import { tagOf } from './answer.ts';
import type { Status } from './state.ts';
import { showCase } from './views/case-view.ts';
import { showEntry, showResults } from './views/rows.ts';

const ENDED: ReadonlySet<Status> = new Set(['closed', 'withdrawn', 'not-accepted']);

/** Nothing more is to be expected of a case. */
export const hasEnded = ({ state }: CaseRead): boolean => ENDED.has(state.status);

/** A case as its caller sees it, at once or when there is news. */
export const createReadCase =
  (parts: GatewayParts): Handler<operations['readCase']> =>
  async (request) => {
    const known = request.headers['If-None-Match'];
    const isNews = (file: CaseRead): boolean =>
      request.query.until === 'ended' ? hasEnded(file) : tagOf(file) !== known;
    const isSeen = (file: CaseRead | undefined): boolean => !isRefusal(judge(parts, request.caller, file));
    const wants = request.waitMs > 0 && (request.query.until !== undefined || known !== undefined);
    const file = wants
      ? await untilNews(parts, {
          id: request.params.id,
          waitMs: request.waitMs,
          signal: request.signal,
          isNews,
          isSeen,
        })
      : await parts.cases.load(request.params.id);
    const seen = request.caller.kind === 'service' ? noSuchCase() : judge(parts, request.caller, file);
    if (isRefusal(seen)) return seen;
    const ETag = tagOf(seen.file);
    if (ETag === known) return { status: 304 as const, headers: { ETag } };
    const { catalogue, calendar, idKey, cases } = parts;
    const personal = await cases.reveal(seen.file, seen.file.state.personal);
    const queryPassword = queryPasswordOf(idKey, seen.file.id);
    const body = showCase(seen.file, { ...seen, catalogue, calendar, personal, queryPassword });
    return { status: 200 as const, headers: { ETag }, body };
  };

type Waiting = {
  readonly id: string;
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly isNews: (file: CaseRead) => boolean;
  /** What the caller may not see is not waited for, as what does not exist: the time must not tell one from the other. */
  readonly isSeen: (file: CaseRead | undefined) => boolean;
};

/** Looks, and looks again at every news, until what is waited for is there or the time is over. */
const untilNews = async ({ cases, news, clocks }: GatewayParts, { id, waitMs, signal, isNews, isSeen }: Waiting) => {
  const until = clocks.system() + waitMs;
  for (;;) {
    const heard = new AbortController();
    const left = until - clocks.system();
    const next = news.next(id, Math.max(0, left), AbortSignal.any([signal, heard.signal])); // before looking, or news is missed
    const file = await cases.load(id);
    if (!file || !isSeen(file) || isNews(file) || left <= 0 || signal.aborted) {
      heard.abort();
      return file;
    }
    await next;
  }
};

/** The timeline; whole, sealed segments included. */
export const createReadTimeline =
  (parts: GatewayParts): Handler<operations['readTimeline']> =>
  async (request) => {
    const seen = await seeAsPerson(parts, request.caller, request.params.id);
    if (isRefusal(seen)) return seen;
    const entries = await parts.cases.history(seen.file.id);
    return { status: 200 as const, body: { entries: entries.map(showEntry) } };
  };

/** What may be handed over. */
export const createReadResults =
  (parts: GatewayParts): Handler<operations['readResults']> =>
  async (request) => {
    const seen = await seeAsPerson(parts, request.caller, request.params.id);
    if (isRefusal(seen)) return seen;
    return { status: 200 as const, body: showResults(seen.file.id, seen.file.state) };
  };
