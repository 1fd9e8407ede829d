import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** What a test may say about a token, besides its claims. */
export interface TokenOptions {
  readonly audience?: string;
  readonly issuer?: string;
  readonly issuedAtS?: number;
  readonly lifeS?: number;
}

/** An OIDC issuer of a test: it publishes keys and signs what the test wants. */
export interface TestIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  /** An RS256 token with these claims. */
  readonly tokenFor: (claims: JWTPayload, options?: TokenOptions) => Promise<string>;
  /** Replaces the published key by a new one. */
  readonly rotate: () => Promise<void>;
  /** How often the keys were fetched. */
  readonly fetches: () => number;
  readonly close: () => Promise<void>;
}

/** Starts an issuer on a free port whose tokens are for one audience and begin at a fixed moment. */
export const startTestIssuer = async (defaults: { audience: string; nowS: number }): Promise<TestIssuer> => {
  let key = await newKey(1);
  let fetches = 0;
  const server = createServer((_request, response) => {
    fetches++;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [key.published] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let made = 1;
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    tokenFor: (claims, { audience, issuer: other, issuedAtS = defaults.nowS, lifeS = 3_600 } = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: key.published.kid })
        .setIssuer(other ?? issuer)
        .setAudience(audience ?? defaults.audience)
        .setIssuedAt(issuedAtS)
        .setExpirationTime(issuedAtS + lifeS)
        .sign(key.private),
    rotate: async () => {
      made++;
      key = await newKey(made);
    },
    fetches: () => fetches,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

const newKey = async (n: number) => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  const published = { ...(await exportJWK(pair.publicKey)), kid: `key-${n}`, use: 'sig', alg: 'RS256' };
  return { private: pair.privateKey, published };
};
