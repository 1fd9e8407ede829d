import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { people } from '../fixtures/people.fixture.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const asks = async (token: string) =>
  (await gateway.ask('get', '/me', { headers: token === '' ? {} : { authorization: `Bearer ${token}` } })).status;

describe('a token', () => {
  it('says who the caller is and what the caller may do', async () => {
    const may = async (as: Parameters<typeof gateway.get>[1]) => (await gateway.get('/me', as)).body.may;
    expect(await may('citizen')).toEqual(['file']);
    expect(await may('clerk')).toEqual(['file', 'receive']);
    expect(await may('centre')).toEqual(['file', 'receive', 'accept']);
    expect(await may('handler')).toEqual(['accept']);
    expect(await may('operator')).toEqual(['operate']);
  });

  it('is refused without signature, expired, for others, from others, or by a stranger’s key', async () => {
    const { sign } = gateway.issuer;
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: 'x', iss: gateway.issuer.issuer, aud: 'yimen', exp: 9_999_999_999, ...people.citizen })).toString('base64url')}.`;
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({ ...people.citizen })
      .setProtectedHeader({ alg: 'RS256', kid: 'test' })
      .setSubject('x')
      .setIssuer(gateway.issuer.issuer)
      .setAudience('yimen')
      .setExpirationTime('1h')
      .sign(privateKey);
    const wrong = [
      '',
      'nonsense',
      none,
      forged,
      await sign('x', people.citizen, { expires: '-1m' }),
      await sign('x', people.citizen, { audience: 'other' }),
      await sign('x', people.citizen, { issuer: 'https://elsewhere.example' }),
      await sign('x', { kind: 'emperor' }),
    ];
    for (const token of wrong) expect(await asks(token)).toBe(401);
    expect(await asks(await sign('x', people.citizen))).toBe(200);
  });
});
