import { type Clock, Outage } from '@yimen/kernel';

/** How a service shows who it is to the issuer. */
export interface ServiceTokenOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly secret: string;
  readonly clock: Clock;
  readonly scope?: string;
  readonly timeoutMs?: number;
}

/** Tokens for calls from service to service. */
export interface ServiceTokens {
  /** A token for one audience, cached until shortly before it expires; throws an outage when none can be had. */
  readonly tokenFor: (audience: string) => Promise<string>;
}

interface Held {
  readonly token: string;
  readonly freshUntilMs: number;
}

const marginMs = 30_000;

/** Fetches client-credentials tokens (RFC 6749 4.4, the audience as `resource` of RFC 8707), one request at a time. */
export const createServiceTokens = (options: ServiceTokenOptions): ServiceTokens => {
  const held = new Map<string, Held>();
  const underWay = new Map<string, Promise<string>>();

  const fetchAnew = async (audience: string): Promise<string> => {
    const { token, lifeS } = await requestToken(options, audience);
    held.set(audience, { token, freshUntilMs: options.clock() + Math.max(lifeS * 500, lifeS * 1000 - marginMs) });
    return token;
  };

  return {
    tokenFor: (audience) => {
      const known = held.get(audience);
      if (known && known.freshUntilMs > options.clock()) return Promise.resolve(known.token);
      const pending = underWay.get(audience) ?? fetchAnew(audience).finally(() => underWay.delete(audience));
      underWay.set(audience, pending);
      return pending;
    },
  };
};

const requestToken = async (
  { tokenUrl, clientId, secret, scope, timeoutMs = 5_000 }: ServiceTokenOptions,
  audience: string,
): Promise<{ token: string; lifeS: number }> => {
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64');
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    resource: audience,
    ...(scope ? { scope } : {}),
  });
  let answer: unknown;
  try {
    const response = await fetch(tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: form,
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`The issuer answered ${response.status}.`);
    answer = await response.json();
  } catch (cause) {
    throw new Outage('No service token can be had.', { cause });
  }
  const { access_token: token, expires_in: lifeS } = answer as { access_token?: unknown; expires_in?: unknown };
  if (typeof token !== 'string') throw new Outage('The issuer gave no token.');
  return { token, lifeS: typeof lifeS === 'number' ? lifeS : 60 };
};
