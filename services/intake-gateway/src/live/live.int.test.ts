import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { paper } from '../fixtures/people.fixture.ts';

let gateway: TestGateway;
let replica: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
  replica = await openGateway(gateway.shared);
});
afterAll(async () => {
  await replica.close();
  await gateway.close();
});

const file = async () => gateway.post('/cases', 'citizen', paper());

/** Reads a stream until `enough`, and closes it. */
const readStream = async (
  url: string,
  headers: Record<string, string>,
  enough: (events: readonly Told[]) => boolean,
): Promise<readonly Told[]> => {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events: Told[] = [];
  let text = '';
  for await (const part of response.body ?? []) {
    text += Buffer.from(part).toString('utf8');
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
      );
      if (fields['event'])
        events.push({ id: fields['id'], event: fields['event'], data: JSON.parse(fields['data'] ?? '{}') });
    }
    if (enough(events)) break;
  }
  abort.abort();
  return events;
};
type Told = { readonly id: string | undefined; readonly event: string; readonly data: { readonly type?: string } };

const ticketFor = async (id: string): Promise<string> =>
  (await gateway.post(`/cases/${id}/stream-tickets`, 'citizen')).body.ticket;

describe('a long poll', () => {
  it('answers when there is news, from another replica too', async () => {
    const filed = await file();
    const { id } = filed.body;
    const known = (await gateway.get(`/cases/${id}`, 'citizen')).headers['etag'] ?? '';
    const waiting = replica.get(`/cases/${id}`, 'citizen', { 'if-none-match': known, prefer: 'wait=20' });
    await gateway.post(`/cases/${id}/accept`, 'centre');
    const answered = await waiting;
    expect(answered.status).toBe(200);
    expect(answered.body.status).toBe('accepted');
    expect(answered.headers['etag']).not.toBe(known);
  });

  it('says that there is none when its time is over', async () => {
    const { id } = (await file()).body;
    const known = (await gateway.get(`/cases/${id}`, 'citizen')).headers['etag'] ?? '';
    const answered = await gateway.get(`/cases/${id}`, 'citizen', { 'if-none-match': known, prefer: 'wait=1' });
    expect(answered.status).toBe(304);
  });

  it('waits for the end when asked to', async () => {
    const { id } = (await file()).body;
    const waiting = replica.get(`/cases/${id}?until=ended`, 'citizen', { prefer: 'wait=20' });
    await gateway.post(`/cases/${id}/withdraw`, 'citizen');
    expect((await waiting).body.status).toBe('withdrawn');
  });

  it('tells nothing to who may not see the case', async () => {
    const { id } = (await file()).body;
    expect(
      (await gateway.get(`/cases/${id}`, 'neighbour', { 'if-none-match': '"r1.1"', prefer: 'wait=1' })).status,
    ).toBe(404);
  });
});

describe('a case that one may not see', () => {
  it('is not waited for, as one that does not exist', async () => {
    const { id } = (await file()).body;
    const path = `/cases/${id}?until=ended`;
    const stranger = gateway.get(path, 'neighbour', { prefer: 'wait=20' });
    const owner = gateway.get(path, 'citizen', { prefer: 'wait=5' });
    expect((await Promise.race([stranger, owner])).status).toBe(404);
    await owner;
  });

  it('answers every step as one that does not exist', async () => {
    const { id } = (await file()).body;
    const none = 'A'.repeat(22);
    const told = async (of: string, step: string, body?: object) => {
      const { status, body: problem } = await gateway.post(`/cases/${of}/${step}`, 'elsewhere', body);
      return { status, ...problem, traceId: undefined };
    };
    const notice = { reason: 'r', law: 'l', remedies: 'm' };
    for (const [step, body] of [['accept'], ['withdraw'], ['refuse', notice], ['stream-tickets']] as const) {
      expect(await told(id, step, body)).toEqual(await told(none, step, body));
      expect((await told(id, step, body)).status).toBe(404);
    }
  });
});

describe('a stream', () => {
  it('tells what was, what comes, from any replica, and the end', async () => {
    const { id } = (await file()).body;
    const ticket = await ticketFor(id);
    let acted = false;
    const events = await readStream(`${replica.url}/cases/${id}/stream?ticket=${ticket}`, {}, (told) => {
      if (told.length === 1 && !acted) {
        acted = true;
        void gateway.post(`/cases/${id}/withdraw`, 'citizen');
      }
      return told.some(({ event }) => event === 'end');
    });
    expect(events.map(({ id: n, event, data }) => [n, event, data.type])).toEqual([
      ['1', 'entry', 'case.submitted'],
      ['2', 'entry', 'case.withdrawn'],
      [undefined, 'end', undefined],
    ]);
  });

  it('goes on after the last event that the reader saw', async () => {
    const { id } = (await file()).body;
    await gateway.post(`/cases/${id}/withdraw`, 'citizen');
    const events = await readStream(
      `${gateway.url}/cases/${id}/stream?ticket=${await ticketFor(id)}`,
      { 'last-event-id': '1' },
      (told) => told.some(({ event }) => event === 'end'),
    );
    expect(events.map(({ id: n }) => n)).toEqual(['2', undefined]);
  });

  it('opens once per ticket, and for its own case', async () => {
    const { id } = (await file()).body;
    const other = (await file()).body.id;
    const ticket = await ticketFor(id);
    expect((await gateway.get(`/cases/${other}/stream?ticket=${ticket}`)).status).toBe(401);
    expect((await gateway.get(`/cases/${id}/stream?ticket=${ticket}`)).status).toBe(401); // it was taken by the try above
    expect((await gateway.get(`/cases/${id}/stream?ticket=${'x'.repeat(32)}`)).body.type).toContain('ticket-invalid');
    expect((await gateway.post(`/cases/${id}/stream-tickets`, 'neighbour')).status).toBe(404);
  });
});
