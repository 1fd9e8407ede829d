import type { Express } from 'express';

/** True when this part of the service's own state is well. */
export type ReadyCheck = () => boolean | Promise<boolean>;

/** `/live`: the process answers. `/ready`: its own state is well and it is not draining; 503 with names otherwise. */
export const serveHealth = (app: Express, checks: Readonly<Record<string, ReadyCheck>>): void => {
  app.get('/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  app.get('/ready', async (_request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await settled(check)] as const),
    );
    const draining = app.enabled('draining');
    const ready = !draining && results.every(([, well]) => well);
    if (!ready) response.set('Retry-After', '2');
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : draining ? 'draining' : 'not-ready', checks: Object.fromEntries(results) });
  });
};

const settled = async (check: ReadyCheck): Promise<boolean> => {
  try {
    return await check();
  } catch {
    return false;
  }
};
