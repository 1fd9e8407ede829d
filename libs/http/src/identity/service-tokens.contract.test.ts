import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServiceTokens } from '../index.ts';

const asked: { authorization: string | undefined; form: string }[] = [];
let status = 200;
const server = createServer(async (request, response) => {
  asked.push({ authorization: request.headers.authorization, form: await text(request) });
  response.statusCode = status;
  response.end(JSON.stringify({ access_token: `token-${asked.length}`, expires_in: 300 }));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

const tokensAt = (clock: () => number) =>
  createServiceTokens({
    tokenUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    clientId: 'social-security',
    secret: 's:cret',
    clock,
  });

describe('service tokens', () => {
  it('are asked for once per audience, whoever asks meanwhile', async () => {
    const tokens = tokensAt(() => 0);
    const before = asked.length;
    const [first, same, other] = await Promise.all(['a', 'a', 'b'].map((audience) => tokens.tokenFor(audience)));
    expect(first).toBe(same);
    expect(other).not.toBe(first);
    expect(asked.length - before).toBe(2);
    expect(asked[before]).toEqual({
      authorization: `Basic ${Buffer.from('social-security:s%3Acret').toString('base64')}`,
      form: 'grant_type=client_credentials&resource=a',
    });
  });

  it('are asked for again shortly before they expire', async () => {
    let nowMs = 0;
    const tokens = tokensAt(() => nowMs);
    const first = await tokens.tokenFor('a');
    nowMs = 269_000;
    expect(await tokens.tokenFor('a')).toBe(first);
    nowMs = 271_000;
    expect(await tokens.tokenFor('a')).not.toBe(first);
  });

  it('that cannot be had are an outage, and are asked for again afterwards', async () => {
    const tokens = tokensAt(() => 0);
    status = 500;
    await expect(tokens.tokenFor('a')).rejects.toMatchObject({ name: 'Outage' });
    status = 200;
    await expect(tokens.tokenFor('a')).resolves.toMatch(/^token-/);
  });
});
