// Server CPU per request of the contract layer against bare Express, by process.cpuUsage of the server process.
// Usage: node libs/http/bench/layer.ts [rounds] [requests]
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { loadContract } from '@yimen/contracts';
import type { operations } from '@yimen/contracts/example';
import express, { type Express } from 'express';
import { Pool } from 'undici';
import { createApp, createIdentity, type Identity, type Routes, startServer } from '../src/index.ts';
import { startTestIssuer } from '../testing/issuer.ts';

const kinds = ['bare', 'bare of 60 routes', 'layer', 'layer with token'] as const;
type Kind = (typeof kinds)[number];

const material = (n: number) => ({
  code: `material-${n}`,
  form: 'electronic',
  sha256: 'a'.repeat(64),
  bytes: 123_456,
  receivedOn: '2026-11-20',
});
const body = JSON.stringify({
  title: '企业开办 开办有限责任公司',
  applicant: {
    name: '张三丰',
    id: '440604199001011234',
    phone: '13800138000',
    address: '佛山市禅城区祖庙街道一门路 1 号 '.repeat(4),
  },
  materials: [1, 2, 3, 4, 5].map(material),
});

const caller = { subject: 'c', kind: 'citizen', roles: [], division: '', outsourced: false, centre: false } as const;
const anyone: Identity = { verify: () => caller };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const note = { id: 'n1', title: 't', status: 'open' } as const;

const layered = (identity: Identity) => {
  const contract = loadContract('example');
  const nothing = () => ({ refusal: 'note-not-found', message: 'none' });
  const routes: Routes<operations> = {
    listNotes: nothing,
    writeNote: () => ({ status: 201, headers: { Location: '/notes/n1', ETag: '"r1"' }, body: note }),
    readNote: nothing,
    editNote: nothing,
    attachFile: nothing,
    readFile: nothing,
    watchNews: nothing,
  };
  return createApp<operations>({
    contract,
    routes,
    openRoutes: { readGreeting: nothing },
    identity,
    refusals: {},
    log: silent,
  });
};

const bare = (others: number) => {
  const app = express();
  for (let i = 0; i < others; i++) app.post(`/others/${i}/:id`, (_request, response) => void response.end());
  app.post('/notes', express.json(), (_request, response) => {
    response.status(201).set({ Location: '/notes/n1', ETag: '"r1"' }).json(note);
  });
  return app;
};

const verified = async (): Promise<Identity> => {
  const nowS = Math.floor(Date.now() / 1000);
  const issuer = await startTestIssuer({ audience: 'example', nowS });
  const { jwksUri } = issuer;
  const identity = createIdentity({ issuer: issuer.issuer, audience: 'example', jwksUri, clock: Date.now });
  const token = await issuer.tokenFor({ sub: 'c', kind: 'citizen', roles: [] });
  return { verify: () => identity.verify(`Bearer ${token}`) };
};

const apps: Record<Kind, () => Express | Promise<Express>> = {
  bare: () => bare(0),
  'bare of 60 routes': () => bare(59),
  layer: () => layered(anyone),
  'layer with token': async () => layered(await verified()),
};

const serve = async (kind: Kind) => {
  const { port } = await startServer(await apps[kind](), 0, { host: '127.0.0.1' });
  process.on('message', () => process.send?.(process.cpuUsage()));
  process.send?.({ port });
};

const cpuOf = async (child: ChildProcess): Promise<number> => {
  child.send('cpu');
  const [usage] = (await once(child, 'message')) as [NodeJS.CpuUsage];
  return usage.user + usage.system;
};

const drive = async (pool: Pool, requests: number) => {
  let left = requests;
  const one = async () => {
    while (left-- > 0) {
      const answer = await pool.request({
        method: 'POST',
        path: '/notes',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'k-12345678', authorization: 'Bearer x' },
        body,
      });
      await answer.body.dump();
      if (answer.statusCode !== 201) throw new Error(`status ${answer.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: 32 }, one));
};

const measure = async (rounds: number, requests: number) => {
  const figures: Record<string, number[]> = {};
  const servers = await Promise.all(
    kinds.map(async (kind) => {
      const child = fork(fileURLToPath(import.meta.url), ['serve', kind]);
      const [{ port }] = (await once(child, 'message')) as [{ port: number }];
      return { kind, child, pool: new Pool(`http://127.0.0.1:${port}`, { connections: 32 }) };
    }),
  );
  for (const { pool } of servers) await drive(pool, requests); // warm
  for (let round = 0; round < rounds; round++) {
    for (const { kind, child, pool } of servers) {
      const before = await cpuOf(child);
      await drive(pool, requests);
      const spent = ((await cpuOf(child)) - before) / requests;
      figures[kind] = [...(figures[kind] ?? []), spent];
    }
  }
  for (const { child, pool } of servers) {
    await pool.close();
    child.kill();
  }
  const median = (list: number[] = []) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  console.log(
    JSON.stringify(
      Object.fromEntries(
        Object.entries(figures).map(([kind, list]) => [kind, Math.round((median(list) ?? 0) * 10) / 10]),
      ),
    ),
    `µs of server CPU per POST of ${Buffer.byteLength(body)} bytes`,
  );
};

const kind = process.argv[2] === 'serve' ? kinds.find((known) => known === process.argv[3]) : undefined;
if (kind) await serve(kind);
else await measure(Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 5_000));
