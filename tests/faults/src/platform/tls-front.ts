import { execFile } from 'node:child_process';
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
  const sockets = new Set<TLSSocket>();
  let to = 0;
  const server = createServer(good.context, (near) => {
    const far = connect(to, HOST);
    sockets.add(near);
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
  server.listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  const show = (context: typeof good.context): void => {
    server.setSecureContext(context);
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    certificate: good.file,
    sendTo: (port) => {
      to = port;
    },
    turnBad: () => show(bad.context),
    turnGood: () => show(good.context),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
