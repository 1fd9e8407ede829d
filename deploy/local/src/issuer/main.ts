import { issuerSecrets } from './secrets.ts';
import { startIssuer } from './server.ts';

const { PORT, ISSUER_DIR, SERVICES } = process.env;
if (!PORT || !ISSUER_DIR || !SERVICES) throw new Error('The issuer needs PORT, ISSUER_DIR and SERVICES.');

const { issuer, server } = await startIssuer(Number(PORT), await issuerSecrets(ISSUER_DIR, SERVICES.split(',')));
console.log(`The issuer answers at ${issuer}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
