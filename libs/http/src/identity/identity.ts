import { type Clock, isRefusal, Outage, refuse } from '@yimen/kernel';
import { createRemoteJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { RequestRefusal } from '../problem.ts';
import type { Caller } from './caller.ts';
import { callerOf } from './claims.ts';
import { rememberTokens } from './verified-tokens.ts';

/** Whom to trust, and for what. */
export interface IdentityOptions {
  readonly issuer: string;
  /** This service's own name in tokens. */
  readonly audience: string;
  readonly jwksUri: string;
  /** The system clock: tokens do not run on the business clock. */
  readonly clock: Clock;
  readonly cachedTokens?: number;
  /** After this the keys are fetched again, in the background. */
  readonly refreshMs?: number;
  /** Unknown key ids fetch the keys at most this often. */
  readonly cooldownMs?: number;
  readonly fetchMs?: number;
}

/** Tells who asks. */
export interface Identity {
  /** The caller of an `Authorization` header, or a 401; throws an outage when the keys were never seen. */
  readonly verify: (authorization: string | undefined) => Caller | RequestRefusal | Promise<Caller | RequestRefusal>;
}

const TOKEN_LIMIT = 8192;
const toleranceS = 5;

/**
 * Verifies RS256 tokens of one issuer by its published keys. Keys once seen outlive an outage of the issuer; a
 * change of keys forgets every verified token.
 */
export const createIdentity = (options: IdentityOptions): Identity => {
  const { issuer, audience, clock } = options;
  const keys = watchKeys(options, () => tokens.clear());
  const tokens = rememberTokens(options.cachedTokens ?? 10_000);

  const verifyAnew = async (token: string, digest: string): Promise<Caller | RequestRefusal> => {
    try {
      const { payload } = await jwtVerify(token, keys.resolve, {
        issuer,
        audience,
        algorithms: ['RS256'],
        requiredClaims: ['sub', 'exp'],
        clockTolerance: toleranceS,
        currentDate: new Date(clock()),
      });
      keys.noticeChange(); // before keeping: an unknown key id may just have fetched others
      const caller = callerOf(payload);
      if (isRefusal(caller)) return unauthorised(caller.refusal, caller.message);
      tokens.keep(digest, caller, ((payload.exp ?? 0) + toleranceS) * 1000);
      return caller;
    } catch (error) {
      return answerTo(error);
    }
  };

  return {
    verify: (authorization) => {
      const token = bearerOf(authorization);
      if (token === undefined) return unauthorised('token-missing', 'A bearer token is required.');
      if (token.length > TOKEN_LIMIT) return unauthorised('token-invalid', 'The token is too long.');
      keys.refreshWhenStale();
      const digest = tokens.digest(token);
      return tokens.find(digest, clock()) ?? verifyAnew(token, digest);
    },
  };
};

const bearerOf = (authorization: string | undefined): string | undefined =>
  authorization !== undefined && /^bearer /i.test(authorization) ? authorization.slice(7).trim() : undefined;

/** The issuer's keys: fetched when first needed, again in the background, kept while the issuer is away. */
const watchKeys = (options: IdentityOptions, onChange: () => void) => {
  const { clock, refreshMs = 600_000, cooldownMs = 30_000, fetchMs = 5_000 } = options;
  const remote = createRemoteJWKSet(new URL(options.jwksUri), {
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: cooldownMs,
    timeoutDuration: fetchMs,
  });
  let seen: JSONWebKeySet | undefined;
  let triedAtMs = clock();

  const noticeChange = (): void => {
    const current = remote.jwks();
    if (seen !== undefined && JSON.stringify(current) !== JSON.stringify(seen)) onChange();
    seen = current;
  };
  return {
    resolve: remote,
    noticeChange,
    refreshWhenStale: (): void => {
      const nowMs = clock();
      if (seen === undefined || nowMs - triedAtMs < refreshMs) return;
      triedAtMs = nowMs;
      remote.reload().then(noticeChange, () => undefined); // away: the keys we know go on
    },
  };
};

const answerTo = (error: unknown): RequestRefusal => {
  if (error instanceof errors.JWTExpired) return unauthorised('token-expired', 'The token has expired.');
  if (error instanceof errors.JWKSTimeout) throw new Outage('The issuer does not answer.', { cause: error });
  if (error instanceof errors.JWKSInvalid) throw new Outage('What the issuer answers are no keys.', { cause: error });
  const ours = error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC';
  if (ours) return unauthorised('token-invalid', 'The token is not one that this service accepts.');
  throw new Outage('The issuer cannot be reached.', { cause: error });
};

const unauthorised = (reason: string, message: string): RequestRefusal => ({
  ...refuse(reason, message),
  headers: {
    'WWW-Authenticate':
      reason === 'token-missing'
        ? 'Bearer realm="yimen"'
        : `Bearer realm="yimen", error="invalid_token", error_description="${message}"`,
  },
});
