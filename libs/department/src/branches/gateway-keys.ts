import type { ServicePool } from '@yimen/http';
import { type Clock, isOutage, Outage } from '@yimen/kernel';
import type { PublicJwk } from '@yimen/personal-data';

/** The gateway's key, for what only the gateway may read. */
export interface GatewayKeys {
  /** The newest one; throws an outage while the gateway is away and none was ever known. */
  readonly newest: () => Promise<PublicJwk>;
}

/** How long a key is used before it is asked for anew. */
const FRESH_MS = 300_000;
const ANSWER_MS = 5_000;

/** Asks the gateway for its public keys; while it is away, the last known one serves on. */
export const createGatewayKeys = (gateway: Pick<ServicePool, 'request'>, now: Clock): GatewayKeys => {
  let known: { readonly key: PublicJwk; readonly until: number } | undefined;
  let asking: Promise<PublicJwk> | undefined;

  const ask = async (): Promise<PublicJwk> => {
    try {
      const key = await askFor(gateway);
      known = { key, until: now() + FRESH_MS };
      return key;
    } catch (error) {
      if (known && isOutage(error)) return known.key;
      throw error;
    } finally {
      asking = undefined;
    }
  };
  return {
    newest: async () => {
      if (known && now() < known.until) return known.key;
      asking ??= ask();
      return asking;
    },
  };
};

const askFor = async (gateway: Pick<ServicePool, 'request'>): Promise<PublicJwk> => {
  const answer = await gateway
    .request({ method: 'GET', path: '/exchange-keys', headersTimeout: ANSWER_MS, bodyTimeout: ANSWER_MS })
    .catch((cause: unknown) => {
      throw new Outage('The gateway does not answer.', { cause });
    });
  const told = (await answer.body.json().catch(() => undefined)) as { readonly keys?: readonly unknown[] } | undefined;
  const [newest] = told?.keys ?? [];
  if (answer.statusCode === 200 && isPublicKey(newest)) return newest;
  throw new Outage(`The gateway answered ${answer.statusCode} for its keys.`);
};

const isPublicKey = (key: unknown): key is PublicJwk => {
  if (typeof key !== 'object' || key === null) return false;
  const { kty, crv, x, kid } = key as Partial<Record<string, unknown>>;
  return kty === 'OKP' && crv === 'X25519' && typeof x === 'string' && typeof kid === 'string';
};
