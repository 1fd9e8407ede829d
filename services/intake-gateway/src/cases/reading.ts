import type { operations } from '@yimen/contracts/intake-gateway';
import type { Handler } from '@yimen/http';
import { isRefusal } from '@yimen/kernel';
import { judge, noSuchCase, seeAsPerson } from '../callers/access.ts';
import type { CaseRead, GatewayParts } from '../parts.ts';
import { queryPasswordOf } from '../tracking/password.ts';
import { tagOf } from './answer.ts';
import type { Status } from './state.ts';
import { showCase } from './views/case-view.ts';
import { openCase } from './views/opened.ts';
import { showEntry, showResults } from './views/rows.ts';

const ENDED: ReadonlySet<Status> = new Set(['closed', 'withdrawn', 'not-accepted']);

/** Nothing more is to be expected of a case. */
export const hasEnded = ({ state }: CaseRead): boolean => ENDED.has(state.status);

/** A case as its caller sees it, at once or when there is news. */
export const createReadCase =
  (parts: GatewayParts): Handler<operations['readCase']> =>
  async (request) => {
    const known = request.headers['If-None-Match'];
    // what the caller may not see is not waited for, as what does not exist: the time must not tell one from the other
    const isSeen = (file: CaseRead): boolean => !isRefusal(judge(parts, request.caller, file));
    const isNews = (file: CaseRead | undefined): boolean =>
      !(file && isSeen(file)) || (request.query.until === 'ended' ? hasEnded(file) : tagOf(file) !== known);
    const wants = request.waitMs > 0 && (request.query.until !== undefined || known !== undefined);
    const file = wants
      ? await parts.news.until(request.params.id, isNews, { waitMs: request.waitMs, signal: request.signal })
      : await parts.cases.load(request.params.id);
    const seen = request.caller.kind === 'service' ? noSuchCase() : judge(parts, request.caller, file);
    if (isRefusal(seen)) return seen;
    const ETag = tagOf(seen.file);
    if (ETag === known) return { status: 304 as const, headers: { ETag } };
    const { catalogue, calendar, idKey, cases } = parts;
    const opened = await openCase(cases, seen.file);
    const queryPassword = queryPasswordOf(idKey, seen.file.id);
    const body = showCase(seen.file, { ...seen, catalogue, calendar, opened, queryPassword });
    return { status: 200 as const, headers: { ETag }, body };
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
