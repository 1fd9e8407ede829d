import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { compileEventValidators, loadContract } from '@yimen/contracts';
import { expectContract } from '@yimen/http';
import type { JsonObject } from '@yimen/kernel';
import supertest from 'supertest';
import { afterAll, beforeAll, expect } from 'vitest';
import { oddSystem } from './odd-system.fixture.ts';
import { type Stage, setStage } from './stage.ts';

/** What the odd system shows at the inbound door. */
export const WORD = 'the-word-of-the-test';

interface Asked {
  readonly as: string;
  readonly body?: object;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A department that one test file has to itself, and those who come to it: officers, the gateway, its system. When the
 * file has ended, all that was told must have fitted the contract of events, and an index have answered every question.
 */
export const openCounter = () => {
  const contract = loadContract('department');
  const validators = compileEventValidators();
  const system = oddSystem();
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage({
      domain: 'household-registration',
      items: fileURLToPath(new URL('items', import.meta.url)),
      adapters: [system.adapter],
      rules: { filed: { submission: ({ form }) => ({ word: form['word'] }) } },
      systems: { L99: { word: WORD } },
    });
  });
  afterAll(async () => {
    const heard = stage.gateway.heard();
    const { scanned } = await stage.questions();
    await stage.close();
    expect(scanned).toEqual([]);
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.flatMap(({ type, data }) => validators.check(type, data) ?? [])).toEqual([]);
  });

  const open = (code: string, form: JsonObject = {}, persons?: { form?: JsonObject; applicant?: JsonObject }) =>
    stage.gateway.open(stage.gateway.newCase(), {
      branch: 'one',
      item: { code, version: 1 },
      form,
      ...(persons ? { persons } : {}),
    });
  return {
    get stage() {
      return stage;
    },
    system,
    /** Asks as somebody; the answer must be one that the contract declares. */
    ask: async (method: 'get' | 'post' | 'put', path: string, { as, body, key, headers = {} }: Asked) => {
      const request = supertest(stage.url)[method](path).set('authorization', as).set(headers);
      const sent = method === 'get' ? request : request.set('idempotency-key', key ?? randomUUID());
      const response = await (body ? sent.send(body) : sent);
      expectContract(contract, response as never);
      return response;
    },
    officer: (subject: string, claims: object = {}) =>
      stage.officer({
        sub: subject,
        department: 'public-security',
        roles: ['handler', 'approver'],
        name: subject,
        ...claims,
      }),
    open,
    /** Opens a dossier and waits until the gateway has heard of it. */
    opened: async (...given: Parameters<typeof open>) => {
      const dossier = await open(...given);
      await stage.gateway.hears(dossier, 'dossier.opened');
      return dossier;
    },
    /** What the system pushes. */
    push: (body: object) =>
      supertest(stage.url).post('/inbound/L99').set('x-word', WORD).set('content-type', 'application/json').send(body),
  };
};
