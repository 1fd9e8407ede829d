import { randomBytes } from 'node:crypto';
import type { operations } from '@yimen/contracts/intake-gateway';
import type { EventStream, Handler, OpenHandler } from '@yimen/http';
import { isOutage, isRefusal, Outage, refuse } from '@yimen/kernel';
import { seeAsPerson } from '../callers/access.ts';
import { hasEnded } from '../cases/reading.ts';
import { showEntry } from '../cases/views/rows.ts';
import type { CaseRead, GatewayParts } from '../parts.ts';

/** A ticket opens one stream within this time. */
const TICKET_S = 30;
const LOOK_MS = 10_000;

/** A ticket for a stream: browsers cannot send a token with an event source. */
export const createCreateStreamTicket =
  (parts: GatewayParts): Handler<operations['createStreamTicket']> =>
  async ({ caller, params }) => {
    const seen = await seeAsPerson(parts, caller, params.id);
    if (isRefusal(seen)) return seen;
    const ticket = randomBytes(24).toString('base64url');
    if (!(await parts.cache.putTicket(ticket, params.id, TICKET_S * 1_000)))
      throw new Outage('No ticket can be kept now; ask with Prefer: wait meanwhile.');
    return { status: 201 as const, body: { ticket, expiresInS: TICKET_S } };
  };

/** Entries of a case as they are written, from any replica; the id of each is its number. */
export const createStreamCase =
  (parts: GatewayParts): OpenHandler<operations['streamCase']> =>
  async ({ params, query, headers }) => {
    const known = await parts.cache.takeTicket(query.ticket);
    if (known === undefined && !parts.cache.health().connected)
      throw new Outage('Nobody knows now whose ticket this is; ask with Prefer: wait meanwhile.');
    if (known !== params.id) return refuse('ticket-invalid', 'The ticket is used, out of date, or for another case.');
    const after = Number(headers['Last-Event-ID'] ?? query.after ?? 0);
    return { status: 200 as const, events: (stream: EventStream) => void follow(parts, params.id, after, stream) };
  };

const follow = async (parts: GatewayParts, id: string, after: number, stream: EventStream): Promise<void> => {
  const gone = new AbortController();
  stream.onClose(() => gone.abort());
  const ear = parts.news.listen(id); // before looking, or news is missed
  let last = after;
  let heard: CaseRead | undefined;
  while (!stream.closed()) {
    try {
      last = await sendNews(parts, { id, after: last, file: heard ?? (await parts.cases.load(id)) }, stream);
    } catch (error) {
      if (!isOutage(error)) stream.close(); // the reader comes back, and is told then
    }
    heard = await ear.next(LOOK_MS, gone.signal);
  }
  ear.end();
};

type Step = { readonly id: string; readonly after: number; readonly file: CaseRead | undefined };

/** Sends what came after an entry, and ends the stream when nothing more will come; answers the last entry sent. */
const sendNews = async ({ cases }: GatewayParts, { id, after, file }: Step, stream: EventStream): Promise<number> => {
  const near = file?.history ?? [];
  const entries = (near[0]?.n ?? 1) > after + 1 ? await cases.history(id) : near;
  let last = after;
  for (const entry of entries.filter(({ n }) => n > after)) {
    if (!stream.send({ id: entry.n, event: 'entry', data: showEntry(entry) })) return last;
    last = entry.n;
  }
  if (file && hasEnded(file)) {
    stream.send({ event: 'end', data: { status: file.state.status } });
    stream.close();
  }
  return last;
};
