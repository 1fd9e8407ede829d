import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HOST = '127.0.0.1';

/** TLS in front of a server that speaks none, with a certificate that may turn bad. */
export interface TlsFront {
  readonly port: number;
  /** PEM: whoever trusts it believes this front while it is well. */
  readonly certificate: string;
  /** Where what arrives is sent on to. */
  readonly sendTo: (port: number) => void;
  /** Shows a certificate that nobody trusts, and drops every connection. */
  readonly turnBad: () => void;
  readonly turnGood: () => void;
  /** Connections that were tried while the certificate was bad, all times together. */
  readonly triedWhileBad: () => number;
  /** Bytes of the application that came over connections that were shown the bad certificate: from whoever trusts anybody. */
  readonly bytesWhileBad: () => number;
  readonly close: () => Promise<void>;
}

const certify = async (dir: string, name: string) => {
  const key = join(dir, `${name}.key`);
  const cert = join(dir, `${name}.pem`);
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=IP:${HOST}`];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await run('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert]);
  return { file: cert, context: { key: readFileSync(key), cert: readFileSync(cert) } };
};

/** Opens a front; needs `openssl` for its certificates. */
export const openTlsFront = async (dir: string): Promise<TlsFront> => {
  mkdirSync(dir, { recursive: true });
  const [good, bad] = await Promise.all([certify(dir, 'good'), certify(dir, 'bad')]);
  const { fingerprint256: badPrint } = new X509Certificate(bad.context.cert);
  const sockets = new Set<TLSSocket>();
  let to = 0;
  let isBad = false;
  let tried = 0;
  let bytes = 0;
  const server = createServer(good.context, (near) => {
    const far = connect(to, HOST);
    sockets.add(near);
    // a connection may be opened before the certificate turns and be ready after it: what counts is what it was shown
    const shown = near.getCertificate();
    if (shown && 'fingerprint256' in shown && shown.fingerprint256 === badPrint)
      near.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
    near
      .on('error', () => far.destroy())
      .on('close', () => {
        sockets.delete(near);
        far.destroy();
      });
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
    near.pipe(far).pipe(near);
  });
  server.on('tlsClientError', () => {}); // who does not trust us hangs up
  server.on('connection', () => {
    if (isBad) tried += 1;
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  const show = (next: typeof good): void => {
    isBad = next === bad;
    server.setSecureContext(next.context);
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    certificate: good.file,
    sendTo: (port) => {
      to = port;
    },
    turnBad: () => show(bad),
    turnGood: () => show(good),
    triedWhileBad: () => tried,
    bytesWhileBad: () => bytes,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
