import { defineConfig } from 'vitest/config';

/** Limits against a hang, not measures of speed: a shared machine may be ten times slower than usual. */
const UNIT_LIMIT_MS = 60_000;
const INT_LIMIT_MS = 180_000;
const JOURNEY_LIMIT_MS = 600_000;

const beside = (level: string) => [`{libs,services,deploy,tests/load,tests/faults}/**/*.${level}.test.ts`];
const exclude = ['**/node_modules/**', '**/.cache/**', '**/.state/**'];
const servers = ['./deploy/local/src/servers/vitest-setup.ts'];

const project = (name: string, include: string[], limitMs: number, rest: object = {}) => ({
  extends: true as const,
  test: { name, include, exclude, testTimeout: limitMs, hookTimeout: limitMs, ...rest },
});

export default defineConfig({
  test: {
    isolate: false,
    maxWorkers: 2,
    projects: [
      project('unit', beside('unit'), UNIT_LIMIT_MS),
      project('contract', beside('contract'), INT_LIMIT_MS, { globalSetup: servers }),
      project('architecture', ['tests/architecture/**/*.test.ts'], UNIT_LIMIT_MS),
      project('int', beside('int'), INT_LIMIT_MS, { globalSetup: servers }),
      project('journeys', ['tests/journeys/**/*.test.ts'], JOURNEY_LIMIT_MS, {
        fileParallelism: false,
        globalSetup: ['./tests/journeys/setup.ts'],
      }),
    ],
  },
});
