import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { loginPage } from './login-page.ts';
import { createProvider, isPassword } from './provider.ts';
import type { IssuerSecrets } from './secrets.ts';

const BODY_LIMIT_BYTES = 4_096;

const readForm = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > BODY_LIMIT_BYTES) throw new Error('The login form is too long.');
  }
  return new URLSearchParams(text);
};

const html = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action *; frame-ancestors 'none'",
  });
  response.end(body);
};

const interact = async (
  provider: Provider,
  secrets: IssuerSecrets,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') return html(response, 200, loginPage(uid, false));
  const form = await readForm(request);
  const user = form.get('username') ?? '';
  if (!isPassword(secrets, user, form.get('password') ?? '')) return html(response, 401, loginPage(uid, true));
  await provider.interactionFinished(request, response, { login: { accountId: user } });
};

const route = (provider: Provider, secrets: IssuerSecrets): RequestListener => {
  const oidc = provider.callback();
  return (request, response) => {
    const path = request.url ?? '/';
    if (path === '/ready' || path === '/live') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ready"}');
    } else if (path.startsWith('/interaction/')) {
      interact(provider, secrets, request, response).catch(() =>
        html(
          response,
          400,
          '<!doctype html><meta charset="utf-8"><p>登录已过期，请重新开始。This login has expired.</p>',
        ),
      );
    } else {
      void oidc(request, response);
    }
  };
};

/** Starts the issuer on a port of 127.0.0.1 (0: any free one) and answers its address. */
export const startIssuer = async (
  port: number,
  secrets: IssuerSecrets,
): Promise<{ issuer: string; server: Server }> => {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The issuer has no TCP port.');
  const issuer = `http://127.0.0.1:${address.port}`;
  server.on('request', route(createProvider(issuer, secrets), secrets));
  return { issuer, server };
};
