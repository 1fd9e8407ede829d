import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { AUDIENCE, WEB_CLIENT } from './provider.ts';
import { issuerSecrets } from './secrets.ts';
import { startIssuer } from './server.ts';
import { demoToken } from './tokens.ts';

const dir = mkdtempSync(join(tmpdir(), 'yimen-issuer-'));
const secrets = await issuerSecrets(dir, ['social-security']);
const { issuer, server } = await startIssuer(0, secrets);
const passwordOf = (user: string) => secrets.passwords[user] ?? '';
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(dir, { recursive: true });
});

const verify = async (token: string) => {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  return (await jwtVerify(token, keys, { issuer, audience: AUDIENCE, algorithms: ['RS256'] })).payload;
};

const post = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form), headers });

describe('a demo user', () => {
  it('gets a token that says who it is, in one POST', async () => {
    const claims = await verify(await demoToken(issuer, 'demo-centre-clerk', passwordOf('demo-centre-clerk')));
    expect(claims).toMatchObject({
      sub: 'demo-centre-clerk',
      kind: 'officer',
      roles: ['window-clerk'],
      division: '440604',
      centre: true,
    });
    expect(claims).not.toHaveProperty('department');
  });

  it('of a department carries department and rank', async () => {
    const user = 'demo-market-regulation-approver';
    const claims = await verify(await demoToken(issuer, user, passwordOf(user)));
    expect(claims).toMatchObject({ roles: ['approver'], department: 'market-regulation', rank: 'director' });
  });

  it('gets nothing for a wrong password, and neither does a stranger', async () => {
    await expect(demoToken(issuer, 'demo-citizen', 'guess')).rejects.toThrow('400');
    await expect(demoToken(issuer, 'toString', '')).rejects.toThrow('400');
  });
});

describe('a service', () => {
  it('gets a token of its own by its client secret', async () => {
    const basic = Buffer.from(`social-security:${secrets.clients['social-security']}`).toString('base64');
    const response = await post({ grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` });
    const { access_token: token } = (await response.json()) as { access_token: string };
    expect(await verify(token)).toMatchObject({ kind: 'service', roles: ['service'], service: 'social-security' });
  });

  it('gets nothing without it', async () => {
    const basic = Buffer.from('social-security:guess').toString('base64');
    expect((await post({ grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` })).status).toBe(401);
  });
});

describe('a front end', () => {
  const callback = 'http://127.0.0.1:5173/callback';
  const cookies = new Map<string, string>();
  const walk = async (path: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, issuer), { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      cookies.set(name, value);
    }
    return response;
  };

  it('logs a person in by authorization code with PKCE', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: WEB_CLIENT,
      response_type: 'code',
      scope: 'openid yimen',
      redirect_uri: callback,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const login = (await walk(`/auth?${query}`)).headers.get('location') ?? '';
    expect(await (await walk(login)).text()).toContain('demo-citizen');
    const wrong = { method: 'POST', body: new URLSearchParams({ username: 'demo-citizen', password: 'guess' }) };
    expect((await walk(login, wrong)).status).toBe(401);
    const right = { username: 'demo-citizen', password: passwordOf('demo-citizen') };
    const resumed = await walk(login, { method: 'POST', body: new URLSearchParams(right) });
    const back = await walk(resumed.headers.get('location') ?? '');
    const arrived = new URL(back.headers.get('location') ?? '');
    expect(arrived.href.startsWith(callback)).toBe(true);
    const answer = await post({
      grant_type: 'authorization_code',
      client_id: WEB_CLIENT,
      code: arrived.searchParams.get('code') ?? '',
      redirect_uri: callback,
      code_verifier: verifier,
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(await verify(token)).toMatchObject({ sub: 'demo-citizen', kind: 'citizen' });
  });
});

describe('the secrets of the issuer', () => {
  it('are made once, and only their owner may read them', async () => {
    const again = await issuerSecrets(dir, ['social-security']);
    expect(again).toEqual(secrets);
    expect(statSync(join(dir, 'jwks.json')).mode & 0o077).toBe(0);
    expect(JSON.parse(readFileSync(join(dir, 'demo-passwords.json'), 'utf8'))).toHaveProperty('demo-operator');
  });
});
