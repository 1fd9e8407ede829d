import { randomBytes } from 'node:crypto';
import { createSharedWatch } from '@yimen/case-file';
import type { Domain } from '@yimen/contracts';
import { connectService, createIdentity, type HttpLimits, type ServicePool, startServer } from '@yimen/http';
import type { Logger } from '@yimen/telemetry';
import { startBackstage } from './backstage.ts';
import type { Config } from './config.ts';
import { createGateway } from './gateway.ts';
import { openGround } from './ground.ts';
import type { GatewayParts } from './parts.ts';
import { createSettling } from './restore/settling.ts';

/** A running gateway. */
export type RunningGateway = {
  readonly port: number;
  readonly parts: GatewayParts;
  readonly stop: () => Promise<void>;
};

/** Opens the ground, what goes on behind, and the door, in this order; `stop` closes them the other way round. */
export const startGateway = async (
  settings: Config,
  log: Logger,
  limits: Partial<HttpLimits> = {},
): Promise<RunningGateway> => {
  const writer = `${settings.INSTANCE}-${randomBytes(6).toString('base64url')}`;
  const ground = await openGround(settings, writer, log);
  await ground.restores.settle(createSettling(ground, log)); // before anything is taken
  const news = await createSharedWatch(ground.cases, ground.cache, writer);
  const backstage = startBackstage(ground, { service: settings.MONGODB_DATABASE, writer }, log);
  const departments = poolsOf(settings.DEPARTMENT_URLS);
  const parts: GatewayParts = { ...ground, news, departments };
  const identity = createIdentity({
    issuer: settings.OIDC_ISSUER,
    audience: settings.OIDC_AUDIENCE,
    jwksUri: `${settings.OIDC_ISSUER.replace(/\/$/, '')}/jwks`,
    clock: ground.clocks.system,
  });
  const ready = {
    store: async () => (await ground.store.ping()) >= 0,
    clock: ground.clockIsRight,
    catalogue: backstage.knowsCatalogue,
  };
  const app = createGateway(parts, { identity, log, ready, limits, trustedProxies: settings.TRUSTED_PROXIES });
  const server = await startServer(app, settings.PORT);
  return {
    port: server.port,
    parts,
    stop: async () => {
      await server.close();
      await backstage.stop();
      await Promise.all(Object.values(departments).map((pool) => pool.close()));
      news.close();
      await ground.close();
    },
  };
};

const poolsOf = (urls: Readonly<Partial<Record<Domain, string>>>): Readonly<Partial<Record<Domain, ServicePool>>> =>
  Object.fromEntries(Object.entries(urls).map(([domain, address]) => [domain, connectService(address)]));
