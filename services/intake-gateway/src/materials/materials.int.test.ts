import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { derivedId } from '@yimen/kernel';
import { connectStore } from '@yimen/store';
import { eventually } from '@yimen/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, type TestGateway } from '../fixtures/gateway.fixture.ts';
import { type Person, paper } from '../fixtures/people.fixture.ts';
import { sealingStream } from './cipher.ts';
import { dataKeyOf, FILE_LIMIT_BYTES, namesUpload } from './upload.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const pdf = (size: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size)]);
const draft = async (): Promise<string> => (await gateway.post('/cases', 'citizen', paper({ as: 'draft' }))).body.id;

const upload = (
  id: string,
  bytes: Buffer,
  { as = 'citizen', type = 'application/pdf', key = randomUUID() as string } = {},
) => {
  const form = new FormData();
  form.append('material', 'application');
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), 'a.pdf');
  return fetch(`${gateway.url}/cases/${id}/files`, {
    method: 'POST',
    body: form,
    headers: {
      authorization: `Bearer ${gateway.issuer.token(as as Person)}`,
      'idempotency-key': key,
      'accept-language': 'en',
    },
  }).then(async (response) => ({
    status: response.status,
    body: (await response.json()) as Record<string, unknown> & { fileId: string },
  }));
};

/** A body with the same file twice. */
const uploadTwo = async (id: string, bytes: Buffer, key: string) => {
  const form = new FormData();
  for (const name of ['a.pdf', 'b.pdf'])
    form.append('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name);
  const response = await fetch(`${gateway.url}/cases/${id}/files`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${gateway.issuer.token('citizen')}`, 'idempotency-key': key },
  });
  return [response.status, await response.json()];
};

const PIECE_BYTES = 1024 * 1024;
/** Uploads so many bytes of a PDF without ever holding them. */
const uploadStream = (id: string, size: number) => {
  const body = async function* () {
    yield '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n';
    const piece = pdf(PIECE_BYTES);
    for (let left = size; left > 0; left -= piece.length) yield piece.subarray(0, left);
    yield '\r\n--b--\r\n';
  };
  return fetch(`${gateway.url}/cases/${id}/files`, {
    method: 'POST',
    body: Readable.from(body(), { objectMode: false }),
    duplex: 'half',
    headers: {
      authorization: `Bearer ${gateway.issuer.token('citizen')}`,
      'idempotency-key': randomUUID(),
      'content-type': 'multipart/form-data; boundary=b',
    },
  });
};
const download = (id: string, fileId: string, as: Person) =>
  fetch(`${gateway.url}/cases/${id}/files/${fileId}`, {
    headers: { authorization: `Bearer ${gateway.issuer.token(as)}` },
  });

/** Files and parts of files in the store. */
const counted = async (): Promise<{ files: number; chunks: number }> => {
  const store = await connectStore({ url: gateway.settings.MONGODB_URL, database: gateway.settings.MONGODB_DATABASE });
  try {
    return {
      files: await store.collection('files.files').countDocuments(),
      chunks: await store.collection('files.chunks').countDocuments(),
    };
  } finally {
    await store.close();
  }
};

describe('a material that is uploaded', () => {
  it('comes back as it was, to its applicant and who helps, with its digest', async () => {
    const id = await draft();
    const bytes = pdf(2_000_000);
    const { status, body } = await upload(id, bytes);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      material: 'application',
    });
    for (const as of ['citizen', 'helper'] as const) {
      const got = await download(id, body.fileId, as);
      expect(got.headers.get('content-type')).toBe('application/pdf');
      expect(got.headers.get('repr-digest')).toBe(`sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`);
      expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
    }
    for (const as of ['neighbour', 'clerk', 'elsewhere', 'service'] as const)
      expect((await download(id, body.fileId, as)).status).toBe(404);
  });

  it('is sealed in the store', async () => {
    const id = await draft();
    const marker = Buffer.from('a sentence that must not be found anywhere');
    const { body } = await upload(id, Buffer.concat([pdf(10), marker]));
    const store = await connectStore({
      url: gateway.settings.MONGODB_URL,
      database: gateway.settings.MONGODB_DATABASE,
    });
    const chunks = await store
      .collection<{ files_id: unknown; data: { buffer: Uint8Array } }>('files.chunks')
      .find({})
      .toArray();
    expect(chunks.length).toBeGreaterThan(0);
    for (const { data } of chunks) expect(Buffer.from(data.buffer).includes(marker)).toBe(false);
    expect(body.fileId).toMatch(/^[\w-]{22}$/);
    await store.close();
  });

  it('is the same file for the same key', async () => {
    const id = await draft();
    const bytes = pdf(100);
    const first = await upload(id, bytes, { key: 'upload-once-key' });
    const again = await upload(id, bytes, { key: 'upload-once-key' });
    expect(again).toEqual(first);
    expect((await gateway.get(`/cases/${id}`, 'citizen')).body.files).toHaveLength(1);
  });

  it('is named by a material when the case is handed in', async () => {
    const id = await draft();
    const { body } = await upload(id, pdf(100));
    const read = await gateway.get(`/cases/${id}`, 'citizen');
    const materials = [{ code: 'application', form: 'electronic', fileId: body.fileId }];
    const headers = { 'if-match': read.headers['etag'] ?? '' };
    await gateway.ask('patch', `/cases/${id}`, { as: 'citizen', body: { materials }, headers });
    expect((await gateway.post(`/cases/${id}/submit`, 'citizen')).body.status).toBe('submitted');
    expect((await upload(id, pdf(10))).body['type']).toContain('step-not-allowed');
    await gateway.post(`/cases/${id}/accept`, 'centre');
    for (const as of ['service', 'handler', 'clerk'] as const)
      expect((await download(id, body.fileId, as)).status).toBe(200);
    for (const as of ['stranger', 'supervisor', 'operator', 'lead'] as const)
      expect((await download(id, body.fileId, as)).status).toBe(404);
  });
});

describe('an upload whose process died before the case named it', () => {
  it('is swept away; what a case names stays, and nothing of it twice', async () => {
    const id = await draft();
    const named = await upload(id, pdf(2_000_000));
    const { files, cases } = gateway.parts;
    const before = await counted();
    await files.put('never-attached', Readable.from([pdf(2_000_000)]), { owner: id, limitBytes: FILE_LIMIT_BYTES });
    await files.put('of-no-case', Readable.from([pdf(10)]), { owner: 'no-such-case', limitBytes: FILE_LIMIT_BYTES });
    const tomorrow = Date.now() + 86_400_000;
    expect(await files.sweep(tomorrow, namesUpload(cases))).toBe(2);
    expect(await counted()).toEqual(before);
    expect((await download(id, named.body.fileId, 'citizen')).status).toBe(200);
    expect(await files.sweep(tomorrow, namesUpload(cases))).toBe(0);
  });

  it('is taken up by the same file under its key, and by no other', async () => {
    const id = await draft();
    const [key, bytes] = [randomUUID(), pdf(1_000)];
    const { files, cases, idKey } = gateway.parts;
    const fileId = derivedId(idKey, 'citizen', `POST /cases/${id}/files`, key);
    const file = await cases.load(id);
    if (!file) throw new Error('There is no such case.');
    const seal = sealingStream(await dataKeyOf(gateway.parts, { file }), fileId);
    await files.put(fileId, Readable.from([bytes]), { owner: id, limitBytes: FILE_LIMIT_BYTES, seal });
    expect(await upload(id, pdf(1_000), { key })).toMatchObject({
      status: 422,
      body: { type: 'urn:yimen:problem:idempotency-key-reused' },
    });
    expect(await uploadTwo(id, bytes, key)).toMatchObject([400, { type: 'urn:yimen:problem:file-not-alone' }]);
    expect(await files.stat(fileId)).toMatchObject({ size: bytes.length }); // refused, but not its own to take back
    expect(await upload(id, bytes, { key })).toMatchObject({ status: 201, body: { fileId, bytes: bytes.length } });
    const kept = await download(id, fileId, 'citizen');
    expect(Buffer.from(await kept.arrayBuffer()).equals(bytes)).toBe(true);
  });
});

describe('an upload that is not what it should be', () => {
  it.each([
    ['text/html', Buffer.from('<html>'), 415, 'file-type-not-allowed'],
    ['application/pdf', Buffer.from('<html><script>'), 415, 'file-type-not-allowed'],
    ['image/png', Buffer.alloc(0), 415, 'file-type-not-allowed'],
  ])('is refused and leaves nothing behind: %s', async (type, bytes, status, reason) => {
    const id = await draft();
    const before = await counted();
    const refused = await upload(id, bytes, { type });
    expect(refused.status).toBe(status);
    expect(refused.body['type']).toContain(reason);
    expect(await counted()).toEqual(before);
  });

  it('is refused when it is larger than allowed, without being kept', async () => {
    const id = await draft();
    const before = await counted();
    const refused = await uploadStream(id, FILE_LIMIT_BYTES + 1);
    expect(refused.status).toBe(413);
    expect(await counted()).toEqual(before);
  });

  it('is refused without a file, or without a multipart body', async () => {
    const id = await draft();
    const headers = { authorization: `Bearer ${gateway.issuer.token('citizen')}`, 'idempotency-key': randomUUID() };
    const empty = new FormData();
    empty.append('material', 'application');
    const asked = async (body: FormData | string, more: Record<string, string> = {}) =>
      (await fetch(`${gateway.url}/cases/${id}/files`, { method: 'POST', headers: { ...headers, ...more }, body }))
        .status;
    expect(await asked(empty)).toBe(400);
    expect(await asked('x', { 'content-type': 'multipart/form-data' })).toBe(400);
    expect(await asked('{}', { 'content-type': 'application/json' })).toBe(415);
  });

  it('is refused when a second file comes along, and neither is kept', async () => {
    const id = await draft();
    const before = await counted();
    expect(await uploadTwo(id, pdf(1_000), randomUUID())).toMatchObject([
      400,
      { type: 'urn:yimen:problem:file-not-alone' },
    ]);
    expect(await counted()).toEqual(before);
  });

  it('is the one of its key: another file under the same key is refused', async () => {
    const id = await draft();
    const key = randomUUID();
    const bytes = pdf(1_000);
    const first = await upload(id, bytes, { key });
    expect(await upload(id, bytes, { key })).toEqual(first);
    const other = await upload(id, pdf(1_000), { key });
    expect(other).toMatchObject({ status: 422, body: { type: 'urn:yimen:problem:idempotency-key-reused' } });
    const kept = await download(id, first.body.fileId, 'citizen');
    expect(Buffer.from(await kept.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('leaves nothing behind when the line is cut', async () => {
    const id = await draft();
    const before = await counted();
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), '127.0.0.1');
    const head = [
      `POST /cases/${id}/files HTTP/1.1`,
      'Host: x',
      `Authorization: Bearer ${gateway.issuer.token('citizen')}`,
      'Idempotency-Key: cut-in-the-middle',
      'Content-Type: multipart/form-data; boundary=b',
      'Content-Length: 90000000',
      '',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n',
    ].join('\r\n');
    socket.write(head);
    socket.write(pdf(5_000_000));
    await eventually(async () => (await counted()).chunks > before.chunks);
    socket.destroy();
    await eventually(async () => {
      expect(await counted()).toEqual(before);
      return true;
    });
    expect((await gateway.get(`/cases/${id}`, 'citizen')).body.files).toEqual([]);
  });
});
