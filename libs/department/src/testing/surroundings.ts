import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PublicJwk } from '@yimen/personal-data';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** The name that tokens of tests are for. */
export const AUDIENCE = 'yimen';

/** What stands around a department in a test: an issuer that signs anything, and a gateway that has a key and files. */
export interface Surroundings {
  readonly url: string;
  /** A token with these claims. */
  readonly token: (claims: Readonly<Record<string, unknown>>) => Promise<string>;
  /** Puts a file where the gateway would have it; answers its digest. */
  readonly file: (caseId: string, fileId: string, bytes: string) => string;
  readonly close: () => Promise<void>;
}

/** Starts the surroundings on one port of this machine. */
export const startSurroundings = async (exchangeKey: PublicJwk): Promise<Surroundings> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test-1', alg: 'RS256', use: 'sig' };
  const files = new Map<string, string>();
  let url = '';

  const sign = (claims: Readonly<Record<string, unknown>>): Promise<string> =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: jwk.kid })
      .setIssuer(url)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    if (path === '/exchange-keys') return json(response, 200, { keys: [exchangeKey] });
    if (path === '/jwks') return json(response, 200, { keys: [jwk] });
    if (path === '/token') {
      const token = await sign({ sub: 'service', kind: 'service', service: 'test' });
      return json(response, 200, { access_token: token, expires_in: 3600 });
    }
    const bytes = files.get(path);
    if (bytes === undefined || !request.headers.authorization) return json(response, 404, {});
    response.writeHead(200, { 'content-type': 'application/pdf' }).end(bytes);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token: sign,
    file: (caseId, fileId, bytes) => {
      files.set(`/cases/${caseId}/files/${fileId}`, bytes);
      return createHash('sha256').update(bytes).digest('hex');
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

const json = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
