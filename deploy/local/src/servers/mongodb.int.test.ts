import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { afterAll, describe, expect, it } from 'vitest';
import { CACHE_DIR } from '../places.ts';
import { mongodb } from './mongodb.ts';
import { freePorts } from './ports.ts';
import { startServer } from './server.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'yimen-mongodb-'));
afterAll(() => rmSync(dataDir, { recursive: true, maxRetries: 3 }));

const start = async () => {
  const [port = 0] = await freePorts(1);
  const path = process.env['PATH'] ?? '';
  const place = { dataDir, logDir: dataDir, cacheDir: CACHE_DIR, path, temporary: false, say: () => {} };
  return startServer(mongodb, undefined, { ...place, port, innerPort: 0 });
};

const withNotes = async <T>(url: string, work: (notes: mongoose.mongo.Collection) => Promise<T>): Promise<T> => {
  const connection = await mongoose.createConnection(url).asPromise();
  try {
    return await work(connection.getClient().db('notes').collection('notes'));
  } finally {
    await connection.close();
  }
};

describe('a MongoDB that is started again on another port', () => {
  it('is the primary again, with its data', async () => {
    const first = await start();
    await withNotes(first.address, (notes) => notes.insertOne({ text: 'kept' }, { writeConcern: { w: 'majority' } }));
    await first.stop();
    const second = await start();
    expect(second.address).not.toBe(first.address);
    expect(await withNotes(second.address, (notes) => notes.countDocuments({ text: 'kept' }))).toBe(1);
    await second.stop();
  });
});
