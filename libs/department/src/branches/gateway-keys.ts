import type { ServicePool } from '@yimen/http';
import { type Clock, Outage } from '@yimen/kernel';
import type { PublicJwk } from '@yimen/personal-data';

/** The gateway's key, for what only the gateway may read. */
export interface GatewayKeys {
  /** The newest one that is known; while none is, an outage at once: nobody's messages wait behind the question. */
  readonly newest: () => Promise<PublicJwk>;
}

/** How long a key is used before it is asked for anew; the one of before serves meanwhile. */
const FRESH_MS = 300_000;
/** After an answer that did not come. */
const PAUSE_MS = 1_000;
const ANSWER_MS = 5_000;

/** Keeps the gateway's key at hand; while the gateway is away, the last known one serves on. */
export const createGatewayKeys = (ask: () => Promise<PublicJwk>, now: Clock): GatewayKeys => {
  let known: PublicJwk | undefined;
  let isAsking = false;
  let askAt = 0;

  const refresh = async (): Promise<void> => {
    isAsking = true;
    try {
      known = await ask();
      askAt = now() + FRESH_MS;
    } catch {
      askAt = now() + PAUSE_MS; // whoever needs it says so himself
    } finally {
      isAsking = false;
    }
  };
  return {
    newest: async () => {
      if (!isAsking && now() >= askAt) void refresh();
      if (!known) throw new Outage('The gateway has not told its keys yet.');
      return known;
    },
  };
};

/** Asks the gateway for its newest public key. */
export const askGateway =
  (gateway: ServicePool): (() => Promise<PublicJwk>) =>
  async () => {
    const answer = await gateway
      .request({ method: 'GET', path: '/exchange-keys', headersTimeout: ANSWER_MS, bodyTimeout: ANSWER_MS })
      .catch((cause: unknown) => {
        throw new Outage('The gateway does not answer.', { cause });
      });
    const told: unknown = await answer.body.json().catch(() => undefined);
    const [newest] = (told as { readonly keys?: readonly unknown[] } | undefined)?.keys ?? [];
    if (answer.statusCode === 200 && isPublicKey(newest)) return newest;
    throw new Outage(`The gateway answered ${answer.statusCode} for its keys.`);
  };

const isPublicKey = (key: unknown): key is PublicJwk => {
  if (typeof key !== 'object' || key === null) return false;
  const { kty, crv, x, kid } = key as Partial<Record<string, unknown>>;
  return kty === 'OKP' && crv === 'X25519' && typeof x === 'string' && typeof kid === 'string';
};
