import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';

let gateway: TestGateway;
let department: Server;
beforeAll(async () => {
  department = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json', etag: '"r1"' });
      response.end(
        JSON.stringify({
          url: request.url,
          method: request.method,
          token: request.headers.authorization,
          body: Buffer.concat(parts).toString(),
        }),
      );
    });
  });
  await new Promise<void>((resolve) => department.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(department.address() as AddressInfo).port}`;
  gateway = await openGateway({
    settings: { DEPARTMENT_URLS: { 'social-security': address } },
  });
});
afterAll(async () => {
  await gateway.close();
  await new Promise((resolve) => department.close(resolve));
});

const ask = (path: string, init: RequestInit = {}) => fetch(`${gateway.url}/departments/${path}`, init);

describe('the passage to departments', () => {
  it('hands a request on as it is, and the answer back', async () => {
    const answer = await ask('social-security/dossiers/x.y/approve?a=1', {
      method: 'POST',
      body: '{"z":1}',
      headers: { authorization: 'Bearer t' },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"r1"');
    expect(await answer.json()).toEqual({
      url: '/dossiers/x.y/approve?a=1',
      method: 'POST',
      token: 'Bearer t',
      body: '{"z":1}',
    });
  });

  it('leads nowhere else', async () => {
    for (const path of [
      'construction-permits/x',
      'constructor/x',
      'social-security',
      'social-security/%2e%2e/admin',
      'social-security/a/..%2fb',
    ])
      expect((await ask(path)).status).toBe(404);
  });

  it('says that a department is away, without suffering itself', async () => {
    await new Promise((resolve) => department.close(resolve));
    department.closeAllConnections();
    const answer = await ask('social-security/dossiers/x');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect((await gateway.get('/halls')).status).toBe(200);
  });
});

describe('a window with too much to do', () => {
  it('says so, and when to come again, before it suffers', async () => {
    const full = await openGateway({ ...gateway.shared, limits: { concurrent: 0 } });
    const refused = await full.get('/items');
    expect([refused.status, refused.body.type]).toEqual([503, 'urn:yimen:problem:overloaded']);
    expect(refused.headers['retry-after']).toBe('2');
    await full.close();
  });
});
