import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { Clocks, JsonObject } from '@yimen/kernel';
import { eventually } from '@yimen/testing';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, StatusAnswer } from '../answer.ts';
import { connectSystem, type LegacySystem } from '../connect.ts';
import { exchangeKey, isSettled, wantExchange } from '../exchange.ts';
import type { Adapter } from '../manifest.ts';
import { memoryStates } from '../memory-states.ts';
import { createRunner } from '../runner.ts';
import { memoryDossiers } from './memory-port.ts';
import type { Stand } from './stand.ts';

/** What the suite needs to know about one adapter. */
export interface AdapterCase {
  readonly start: () => Promise<Stand>;
  /** A submission that the system accepts. */
  readonly input: unknown;
  /** What its acceptance says, in our words: names of the data and what they look like. */
  readonly data: Readonly<Record<string, RegExp>>;
  /** Parts of the input that must never stand in an answer's technical detail. */
  readonly personal: readonly string[];
  /** Texts of the input that the system must have got unchanged. */
  readonly texts: readonly string[];
  /** Code and text of a rejection. */
  readonly rejection: { readonly code: string; readonly reason: string };
  /** An input with a character that their encoding lacks. */
  readonly unwritable?: unknown;
  /** Further things that are true of this system. */
  readonly scenarios?: readonly AdapterScenario[];
}

/** One more situation, in a sentence. */
export interface AdapterScenario {
  readonly when: string;
  readonly input: unknown;
  readonly answer: Answer['answer'];
  readonly data?: Readonly<Record<string, RegExp>>;
  readonly code?: string;
}

/** Monday 2026-03-02, 09:30 in Foshan: every system is open. */
const MORNING = Date.UTC(2026, 2, 2, 1, 30);
const CLOCKS: Clocks = { system: Date.now, business: () => MORNING };
/** Ample for a slow machine; the hasty one is for a call that must end by itself. */
const PATIENT = { callMs: 20_000, settleMs: 1_000, pauseMs: 1_000 };
const HASTY = { callMs: 1_500 };
/** After this no request of a patient call can still land. */
const LANDED_MS = 22_000;

/** An adapter is finished when this passes against its simulator. */
export const adapterContract = (adapter: Adapter, about: AdapterCase): void => {
  describe(`${adapter.id} ${adapter.title}`, () => {
    let stand: Stand;
    let system: LegacySystem;
    let n = 0;
    const nextKey = (): string => exchangeKey(`contract-${adapter.id}`, ++n);
    const details: string[] = [];
    const keep = <A extends Answer | StatusAnswer>(answer: A): A => {
      if ('detail' in answer) details.push(answer.detail);
      return answer;
    };
    const submit = async (key: string, input = about.input, to = system): Promise<Answer> =>
      keep(await to.submit(input, { key, startedAt: Date.now() }));
    const ask = async (key: string, of = system): Promise<StatusAnswer> =>
      keep(await of.status({ key, startedAt: Date.now() }));
    const settled = (key: string): Promise<StatusAnswer> =>
      eventually(async () => {
        const answer = await ask(key);
        return answer.answer !== 'pending' && answer;
      });
    beforeAll(async () => {
      stand = await about.start();
      system = connectSystem(adapter, { settings: stand.settings, clocks: CLOCKS, limits: PATIENT });
    });
    afterAll(async () => {
      await system.close();
      await stand.close();
    });

    describe('a system that works', () => {
      it('answers a ping', async () => {
        expect(await system.ping()).toBe(true);
      });

      it('accepts a submission, and is asked about it by our key', async () => {
        const key = nextKey();
        expect(['accepted', 'pending']).toContain((await submit(key)).answer);
        expectAccepted(await settled(key), about.data);
        expect(await stand.submissions(key)).toBe(1);
      });

      it('gets our texts unchanged', async () => {
        const key = nextKey();
        await submit(key);
        const words = await stand.words(key);
        for (const text of about.texts) expect(words).toContain(text);
      });

      it('does not know a key that was never submitted', async () => {
        expect(await ask(nextKey())).toEqual({ answer: 'not-found' });
      });

      it('rejects with its code and our text', async () => {
        const key = nextKey();
        await stand.decide('reject', about.rejection.code);
        await submit(key);
        expect(await settled(key)).toEqual({ answer: 'rejected', ...about.rejection });
        await stand.decide('accept');
      });

      it('is not guessed at when its code is new', async () => {
        const key = nextKey();
        await stand.decide('reject', '99999999');
        await submit(key);
        expect((await settled(key)).answer).toBe('unintelligible');
        await stand.decide('accept');
      });

      it('may leave a submission lying, and decides later', async () => {
        const key = nextKey();
        await stand.decide('pending');
        expect((await submit(key)).answer).toBe('pending');
        expect(await ask(key)).toMatchObject({ answer: 'pending', receipt: expect.stringMatching(/./) });
        await stand.decide('accept');
        expectAccepted(await settled(key), about.data);
      });
    });

    describe('a system in trouble', () => {
      it('is unreachable when nobody listens, and nothing has landed', async () => {
        const nobody = connectSystem(adapter, {
          settings: { ...(stand.settings as JsonObject), url: await closedPort() },
          clocks: CLOCKS,
          limits: PATIENT,
        });
        expect(await submit(nextKey(), about.input, nobody)).toMatchObject({
          answer: 'unreachable',
          mayHaveLanded: false,
        });
        expect(await nobody.ping()).toBe(false);
        await nobody.close();
      });

      it.each(['down', '500'])('is unreachable, and the request may have landed: %s', async (mode) => {
        const key = nextKey();
        await stand.fault(mode, { count: 1 });
        expect(await submit(key)).toMatchObject({ answer: 'unreachable', mayHaveLanded: true });
        expect(await stand.submissions(key)).toBe(0);
      });

      it('is left after the time of one call', async () => {
        const hasty = connectSystem(adapter, { settings: stand.settings, clocks: CLOCKS, limits: HASTY });
        await stand.fault('timeout', { count: 1 });
        const answer = await submit(nextKey(), about.input, hasty);
        expect(answer).toMatchObject({ answer: 'unreachable', mayHaveLanded: true });
        await hasty.close();
      });

      it('is not guessed at when it answers with a page', async () => {
        await stand.fault('garbage', { count: 2 });
        expect((await submit(nextKey())).answer).toBe('unintelligible');
        expect((await ask(nextKey())).answer).toBe('unintelligible');
      });

      it('is given the pause that it asks for, and nothing has landed', async () => {
        const key = nextKey();
        await stand.fault('busy', { count: 1 });
        const answer = await submit(key);
        expect(answer).toMatchObject({ answer: 'unreachable', mayHaveLanded: false, retryAfterMs: 1_000 });
        expect(await stand.submissions(key)).toBe(0);
      });
    });

    describe('a call that must not go out', () => {
      it('does not, when its time has passed before the first byte', async () => {
        const key = nextKey();
        const late = keep(await system.submit(about.input, { key, startedAt: Date.now() - PATIENT.callMs }));
        expect(late).toMatchObject({ answer: 'unreachable', mayHaveLanded: false });
        expect(await stand.submissions(key)).toBe(0);
      });

      it('does not, when our own data does not fit', async () => {
        const key = nextKey();
        expect(system.misfit('submit', {})).toBeTypeOf('string');
        expect((await submit(key, {})).answer).toBe('unintelligible');
        expect(await stand.submissions(key)).toBe(0);
      });

      if (about.unwritable !== undefined)
        it('does not, when their encoding lacks a character', async () => {
          const key = nextKey();
          expect((await submit(key, about.unwritable)).answer).toBe('unintelligible');
          expect(await stand.submissions(key)).toBe(0);
        });
    });

    describe('an exchange whose answer got lost', () => {
      it('is asked about, and submitted once', async () => {
        const key = nextKey();
        await stand.fault('drop-after-commit', { count: 1 });
        const events = await carried(adapter, stand, key, about.input);
        expect(events).toContain('asked accepted');
        expect(events.filter((event) => event === 'started')).toHaveLength(1);
        expect(await stand.submissions(key)).toBe(1);
      });

      it('is sent again only after the system did not find it', async () => {
        const key = nextKey();
        await stand.fault('down', { count: 1, on: 'submit' });
        const events = await carried(adapter, stand, key, about.input);
        expect(events.slice(0, 4)).toEqual(['started', 'answered unreachable', 'asked not-found', 'started']);
        expect(await stand.submissions(key)).toBe(1);
      });
    });

    for (const { when, input, answer: expected, data, code } of about.scenarios ?? [])
      it(`answers ${expected} when ${when}`, async () => {
        const key = nextKey();
        const first = await submit(key, input);
        const answer = first.answer === 'pending' && expected !== 'pending' ? await settled(key) : first;
        expect(answer.answer).toBe(expected);
        if (data) expectAccepted(answer, data);
        if (code !== undefined) expect(answer).toMatchObject({ code });
      });

    it('says nothing personal in its details, and nothing secret about its settings', () => {
      expect(details.length).toBeGreaterThan(0);
      for (const personal of about.personal) expect(details.join('\n')).not.toContain(personal);
      expect(() => adapter.open({ url: 'Geheimnis' })).toThrow(/url/);
      expect(() => adapter.open({ url: 'Geheimnis' })).not.toThrow(/Geheimnis/);
    });
  });
};

const expectAccepted = (answer: StatusAnswer, data: Readonly<Record<string, RegExp>>): void => {
  expect(answer.answer).toBe('accepted');
  if (answer.answer !== 'accepted') return;
  expect(answer.receipt).toMatch(/./);
  expect(Object.keys(answer.data).sort()).toEqual(Object.keys(data).sort());
  for (const [name, shape] of Object.entries(data)) expect(String(answer.data[name])).toMatch(shape);
};

/**
 * Lets a runner carry one exchange until it has settled; what was saved about it, in words. Time is moved on when the
 * outcome is unknown, so nobody waits for it.
 */
const carried = async (adapter: Adapter, stand: Stand, key: string, input: unknown): Promise<readonly string[]> => {
  let aheadMs = 0;
  const clocks: Clocks = { system: () => Date.now() + aheadMs, business: CLOCKS.business };
  const system = connectSystem(adapter, { settings: stand.settings, clocks, limits: PATIENT });
  const dossiers = memoryDossiers(system.rules);
  const wanted = { id: 'x', system: adapter.id, capability: 'submit', key } as const;
  dossiers.want('d', wantExchange(wanted, new Date().toISOString()), input);
  const runner = createRunner({
    systems: [system],
    port: dossiers.port,
    states: memoryStates(clocks.system),
    clocks,
    logger: pino({ level: 'silent' }),
    owner: 'contract',
    sweepMs: 10,
  });
  runner.start();
  const seen = await eventually(() => {
    const last = dossiers.exchange('d');
    if (last.status === 'unknown' && aheadMs === 0) aheadMs = LANDED_MS;
    return (isSettled(last) || (last.status === 'pending' && last.attempts > 1)) && dossiers.events('d');
  });
  await runner.stop();
  await system.close();
  return seen.map((event) => ('answer' in event ? `${event.event} ${event.answer.answer}` : event.event));
};

const closedPort = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
};
