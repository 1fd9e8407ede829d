import type { Domain } from '@yimen/contracts';
import { climbs, forward, type ServicePool } from '@yimen/http';
import type { Express } from 'express';

/** Passes `/departments/<domain>/…` on to the department's own service, which verifies the caller itself. */
export const mountPassage = (app: Express, departments: Readonly<Partial<Record<Domain, ServicePool>>>): void => {
  app.use('/departments', async (request, response, next) => {
    const [, domain = '', ...rest] = request.url.split('/');
    const pool = Object.hasOwn(departments, domain) ? departments[domain as Domain] : undefined;
    if (!pool || rest.length === 0 || climbs(request.url)) return next();
    await forward(pool, request, response, `/${rest.join('/')}`);
  });
};
