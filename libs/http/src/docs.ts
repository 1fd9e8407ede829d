import { fileURLToPath } from 'node:url';
import type { Contract } from '@yimen/contracts';
import express, { type Express } from 'express';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const start = `window.onload = () => SwaggerUIBundle({
  url: '../openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null, docExpansion: 'list',
});
`;

const page = (title: string): string => `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<title>${title.replace(/[<>&"]/g, '')}</title>
<link rel="stylesheet" href="swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="swagger-ui-bundle.js"></script>
<script src="start.js"></script>
</body>
</html>
`;

/** `/openapi.json` and, readable and offline, `/docs/`: nothing on the page comes from elsewhere. */
export const serveDocs = (app: Express, contract: Contract): void => {
  const document = JSON.stringify(contract.document);
  app.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(document);
  });
  const docs = express.Router({ strict: true });
  docs.use((_request, response, next) => {
    response.set({ 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' });
    next();
  });
  docs.get('/', (request, response) => {
    // relative links need the slash, also behind a proxy's prefix
    if (request.originalUrl.split('?')[0]?.endsWith('/')) response.type('html').send(page(contract.name));
    else response.redirect(308, 'docs/');
  });
  docs.get('/start.js', (_request, response) => {
    response.type('text/javascript').send(start);
  });
  docs.use(express.static(swaggerFolder(), { index: false, immutable: true, maxAge: '1d' }));
  app.use('/docs', docs);
};

const swaggerFolder = (): string => fileURLToPath(new URL('./', import.meta.resolve('swagger-ui-dist/package.json')));
