import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRefusal } from '@yimen/kernel';
import { generateKeyPair, SignJWT } from 'jose';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNotesApp } from '../../example/notes.ts';
import { startTestIssuer, type TestIssuer } from '../../testing/issuer.ts';
import { createIdentity, expectContract, type IdentityOptions } from '../index.ts';

const nowS = 1_790_000_000;
const claims = { sub: 'o1', kind: 'officer', roles: ['handler'], division: '440604' };
const audience = 'intake-gateway';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startTestIssuer({ audience, nowS });
});
afterAll(() => issuer.close());

const identityOf = (of: TestIssuer, options: Partial<IdentityOptions> = {}) =>
  createIdentity({ issuer: of.issuer, audience, jwksUri: of.jwksUri, clock: () => nowS * 1000, ...options });

const verdict = async (identity: ReturnType<typeof identityOf>, token: string) => {
  const caller = await identity.verify(`Bearer ${token}`);
  return isRefusal(caller) ? caller.refusal : caller.subject;
};

const unsigned = (header: object, payload: object): string =>
  [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

describe('a good token', () => {
  it('tells who asks, and is verified once', async () => {
    const identity = identityOf(issuer);
    const token = await issuer.tokenFor(claims);
    expect(await identity.verify(`bearer ${token}`)).toMatchObject({ subject: 'o1', division: '440604' });
    expect(identity.verify(`Bearer ${token}`)).toMatchObject({ subject: 'o1' }); // no promise: remembered
  });

  it('is forgotten when it expires, at the latest five seconds after', async () => {
    let now = nowS;
    const identity = identityOf(issuer, { clock: () => now * 1000 });
    const token = await issuer.tokenFor(claims, { lifeS: 60 });
    expect(await verdict(identity, token)).toBe('o1');
    now += 66;
    expect(await verdict(identity, token)).toBe('token-expired');
  });

  it('is pushed out of a full memory by newer ones, and verified again', async () => {
    const identity = identityOf(issuer, { cachedTokens: 1 });
    const [first, second] = [await issuer.tokenFor(claims), await issuer.tokenFor({ ...claims, sub: 'o2' })];
    expect([await verdict(identity, first), await verdict(identity, second)]).toEqual(['o1', 'o2']);
    expect(identity.verify(`Bearer ${second}`)).not.toBeInstanceOf(Promise);
    expect(identity.verify(`Bearer ${first}`)).toBeInstanceOf(Promise);
  });
});

describe('a token that is not good', () => {
  const payload = () => ({ ...claims, iss: issuer.issuer, aud: audience, exp: nowS + 60 });
  const bad: readonly [string, string, () => string | Promise<string>][] = [
    ['for another audience', 'token-invalid', () => issuer.tokenFor(claims, { audience: 'elsewhere' })],
    ['of another issuer', 'token-invalid', () => issuer.tokenFor(claims, { issuer: 'https://elsewhere' })],
    ['expired', 'token-expired', () => issuer.tokenFor(claims, { issuedAtS: nowS - 7_200, lifeS: 60 })],
    ['with claims that make no sense', 'token-invalid', () => issuer.tokenFor({ ...claims, division: '4' })],
    ['without algorithm', 'token-invalid', () => `${unsigned({ alg: 'none' }, payload())}.`],
    [
      'signed with the public key as a secret',
      'token-invalid',
      () => {
        const head = unsigned({ alg: 'HS256', kid: 'key-1' }, payload());
        return `${head}.${createHmac('sha256', 'public').update(head).digest('base64url')}`;
      },
    ],
    [
      'signed by a stranger',
      'token-invalid',
      async () => {
        const { privateKey } = await generateKeyPair('RS256');
        return new SignJWT(payload()).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(privateKey);
      },
    ],
    [
      'tampered with',
      'token-invalid',
      async () => {
        const [head, , tail] = (await issuer.tokenFor(claims)).split('.');
        const other = Buffer.from(JSON.stringify({ ...payload(), sub: 'director' })).toString('base64url');
        return `${head}.${other}.${tail}`;
      },
    ],
    ['no token at all', 'token-invalid', () => 'abc'],
    ['endless', 'token-invalid', () => 'a'.repeat(9_000)],
  ];

  it.each(bad)('because it is %s is refused as %s', async (_name, reason, token) => {
    expect(await verdict(identityOf(issuer), await token())).toBe(reason);
  });

  it('is answered 401 with WWW-Authenticate', async () => {
    const { app, contract } = createNotesApp({ identity: identityOf(issuer) });
    const missing = await request(app).get('/notes');
    expect(missing.status).toBe(401);
    expect(missing.headers['www-authenticate']).toBe('Bearer realm="yimen"');
    const expired = await issuer.tokenFor(claims, { issuedAtS: nowS - 7_200, lifeS: 60 });
    const response = await request(app).get('/notes').set('Authorization', `Bearer ${expired}`);
    expect(response.status).toBe(401);
    expect(response.headers['www-authenticate']).toContain('error="invalid_token"');
    expectContract(contract, response);
    expect((await request(app).get('/notes').set('Authorization', 'Basic eDp5')).status).toBe(401);
  });
});

describe('an issuer that answers something else than keys', () => {
  it.each(['{"error":"maintenance"}', '{"keys":"none"}', '<html>busy</html>'])(
    'makes an outage: %s',
    async (answer) => {
      const server = createServer((_request, response) => void response.end(answer));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const jwksUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const token = await issuer.tokenFor(claims);
      await expect(verdict(identityOf(issuer, { jwksUri }), token)).rejects.toMatchObject({ name: 'Outage' });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  );
});

describe('an issuer that is away', () => {
  it('from the start makes an outage, not a verdict', async () => {
    const away = await startTestIssuer({ audience, nowS });
    const token = await away.tokenFor(claims);
    await away.close();
    await expect(verdict(identityOf(away), token)).rejects.toMatchObject({ name: 'Outage' });
    const { app } = createNotesApp({ identity: identityOf(away) });
    const response = await request(app).get('/notes').set('Authorization', `Bearer ${token}`);
    expect(response.status).toBe(503);
  });

  it('later hurts nobody: the keys once seen go on, however old', async () => {
    let now = nowS;
    const away = await startTestIssuer({ audience, nowS });
    const identity = identityOf(away, { clock: () => now * 1000, refreshMs: 1_000 });
    const [first, second] = [await away.tokenFor(claims), await away.tokenFor({ ...claims, sub: 'o2' })];
    expect(await verdict(identity, first)).toBe('o1');
    await away.close();
    now += 1_800;
    expect([await verdict(identity, second), await verdict(identity, first)]).toEqual(['o2', 'o1']);
  });
});

describe('keys that rotate', () => {
  it('are fetched when an unknown one signs, and the tokens of old ones are forgotten', async () => {
    const rotating = await startTestIssuer({ audience, nowS });
    const identity = identityOf(rotating, { cooldownMs: 0 });
    const old = await rotating.tokenFor(claims);
    expect(await verdict(identity, old)).toBe('o1');
    await rotating.rotate();
    expect(await verdict(identity, await rotating.tokenFor({ ...claims, sub: 'o2' }))).toBe('o2');
    expect(await verdict(identity, old)).toBe('token-invalid');
    await rotating.close();
  });

  it('are not fetched for every stranger', async () => {
    const calm = await startTestIssuer({ audience, nowS });
    const identity = identityOf(calm);
    expect(await verdict(identity, await calm.tokenFor(claims))).toBe('o1');
    const { privateKey } = await generateKeyPair('RS256');
    for (let i = 0; i < 5; i++) {
      const strange = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: `strange-${i}` });
      expect(await verdict(identity, await strange.sign(privateKey))).toBe('token-invalid');
    }
    expect(calm.fetches()).toBe(1);
    await calm.close();
  });
});
