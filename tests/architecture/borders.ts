import type { IForbiddenRuleType } from 'dependency-cruiser';

const PURE = String.raw`(^|/)(decide|evolve|rules)(/|\.ts$)|^libs/(working-days|identifiers|kernel)/src/`;
const TEST = String.raw`\.test\.ts$|(^|/)testing(/|\.ts$)|^tests/`;

/** The one library of the kernel: pure, and what every hash is made of. */
const CANONICAL_JSON = '(^|/)safe-stable-stringify(/|$)';
/** What starts servers, asks them whether they are up and clears what a guest left; no service runs by then. */
const SERVERS = '^deploy/local/src/(servers/|stack/guest\\.ts$)';

const spokenOnlyIn = (library: string, homes: string): IForbiddenRuleType => ({
  name: `${library}-has-one-home`,
  comment: `${library} is spoken only in ${homes}.`,
  severity: 'error',
  from: { pathNot: homes },
  to: { path: `(^|/)${library}(/|$)`, dependencyTypesNot: ['local'] },
});

/** The borders of the house: who may import whom. */
export const borders: IForbiddenRuleType[] = [
  {
    name: 'services-never-import-services',
    comment: 'A service knows another only through libs/contracts.',
    severity: 'error',
    from: { path: '^services/([^/]+)/' },
    to: { path: '^services/([^/]+)/', pathNot: '^services/$1/' },
  },
  {
    name: 'libs-import-only-libs',
    severity: 'error',
    from: { path: '^libs/', pathNot: TEST },
    to: { path: '^(services|deploy|tests)/' },
  },
  {
    name: 'services-import-only-libs',
    severity: 'error',
    from: { path: '^services/', pathNot: TEST },
    to: { path: '^(deploy|tests)/' },
  },
  {
    name: 'kernel-depends-on-nothing',
    comment: 'Nothing but the writer of canonical JSON.',
    severity: 'error',
    from: { path: '^libs/kernel/', pathNot: TEST },
    to: { pathNot: `^libs/kernel/|^(node:)?crypto$|${CANONICAL_JSON}` },
  },
  {
    name: 'pure-folders-do-no-io',
    comment: 'What decides is a function of its arguments.',
    severity: 'error',
    from: { path: PURE, pathNot: TEST },
    to: {
      path: '^(node:)?(fs|fs/promises|http|https|net|tls|dns|child_process|worker_threads|timers|timers/promises)$|^libs/(store|cache|messaging|http|adapter/src/transports|config|telemetry)/|(^|/)(express|undici|kafkajs|mongoose|ioredis|pino|soap)(/|$)',
    },
  },
  spokenOnlyIn('kafkajs', `^libs/messaging/|${SERVERS}`),
  spokenOnlyIn('mongoose', `^libs/store/|^tests/load/bare/|${SERVERS}`),
  spokenOnlyIn('ioredis', '^libs/cache/'),
  {
    name: 'no-circles',
    severity: 'error',
    from: { pathNot: TEST },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];
