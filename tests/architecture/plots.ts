import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A file of a small workspace and what it imports. */
export interface Plot {
  readonly file: string;
  readonly imports: string;
}

/** Each import that a border forbids, by the name of its rule. */
export const breachesOf: Readonly<Record<string, readonly Plot[]>> = {
  'services-never-import-services': [
    { file: 'services/one/src/a.ts', imports: '../../two/src/index.ts' },
    { file: 'services/one/src/b.ts', imports: '@yimen/two' },
    { file: 'services/one/src/c.ts', imports: '../../two/src/words.gen.ts' },
  ],
  'libs-import-only-libs': [
    { file: 'libs/cache/src/a.ts', imports: '../../../services/two/src/index.ts' },
    { file: 'libs/cache/src/b.ts', imports: '../../../deploy/local/src/index.ts' },
    { file: 'libs/cache/src/c.ts', imports: '../../../tests/load/src/index.ts' },
  ],
  'services-import-only-libs': [
    { file: 'services/one/src/d.ts', imports: '../../../deploy/local/src/index.ts' },
    { file: 'services/one/src/e.ts', imports: '../../../tests/load/src/index.ts' },
  ],
  'kernel-depends-on-nothing': [
    { file: 'libs/kernel/src/a.ts', imports: 'node:os' },
    { file: 'libs/kernel/src/b.ts', imports: '@yimen/identifiers' },
    { file: 'libs/kernel/src/c.ts', imports: 'zod' },
  ],
  'pure-folders-do-no-io': [
    { file: 'libs/identifiers/src/a.ts', imports: 'node:fs' },
    { file: 'libs/working-days/src/a.ts', imports: 'timers/promises' },
    { file: 'libs/case-file/src/decide/a.ts', imports: 'undici' },
    { file: 'libs/department/src/evolve.ts', imports: '@yimen/store' },
    { file: 'services/one/src/rules/a.ts', imports: 'pino' },
  ],
  'kafkajs-has-one-home': [
    { file: 'services/one/src/f.ts', imports: 'kafkajs' },
    { file: 'libs/store/src/a.ts', imports: 'kafkajs' },
    { file: 'deploy/local/src/start.ts', imports: 'kafkajs' },
    { file: 'tests/load/src/a.ts', imports: 'kafkajs' },
  ],
  'mongoose-has-one-home': [
    { file: 'services/one/src/g.ts', imports: 'mongoose' },
    { file: 'libs/messaging/src/a.ts', imports: 'mongoose' },
    { file: 'tests/load/src/b.ts', imports: 'mongoose' },
  ],
  'ioredis-has-one-home': [
    { file: 'services/one/src/h.ts', imports: 'ioredis' },
    { file: 'libs/http/src/a.ts', imports: 'ioredis' },
  ],
  // a circle is told once, by its first file
  'no-circles': [{ file: 'libs/http/src/back.ts', imports: './there.ts' }],
};

/** Imports like those that no border forbids, and the way back of the circle. */
export const lawful: readonly Plot[] = [
  { file: 'libs/http/src/there.ts', imports: './back.ts' },
  { file: 'services/one/src/main.ts', imports: '@yimen/store' },
  { file: 'services/one/src/pages.ts', imports: 'node:fs' },
  { file: 'services/one/src/main.test.ts', imports: '../../../tests/load/src/index.ts' },
  { file: 'libs/kernel/src/d.ts', imports: 'safe-stable-stringify' },
  { file: 'libs/kernel/src/e.ts', imports: 'node:crypto' },
  { file: 'libs/working-days/src/b.ts', imports: '@yimen/kernel' },
  { file: 'libs/messaging/src/b.ts', imports: 'kafkajs' },
  { file: 'libs/store/src/b.ts', imports: 'mongoose' },
  { file: 'libs/cache/src/d.ts', imports: 'ioredis' },
  { file: 'deploy/local/src/servers/kafka.ts', imports: 'kafkajs' },
  { file: 'tests/load/bare/main.ts', imports: 'mongoose' },
];

const LIBRARIES = ['kafkajs', 'mongoose', 'ioredis', 'pino', 'undici', 'zod', 'safe-stable-stringify'];
const MEMBERS = ['libs/kernel', 'libs/identifiers', 'libs/store', 'services/two', 'deploy/local', 'tests/load'];

/** Plants a small workspace, laid out on disk as the package manager lays out this one, and takes it away after use. */
export const withPlots = async <T>(plots: readonly Plot[], use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'yimen-borders-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const link = (name: string, target: string): void => {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(folder, target), join(folder, 'node_modules', name));
  };
  try {
    for (const name of LIBRARIES) {
      const home = `node_modules/.pnpm/${name}@1.0.0/node_modules/${name}`;
      write(`${home}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
      write(`${home}/index.js`, 'exports.planted = true;\n');
      link(name, home);
    }
    for (const member of MEMBERS) {
      const name = `@yimen/${member.split('/')[1]}`;
      write(`${member}/package.json`, JSON.stringify({ name, exports: { '.': './src/index.ts' } }));
      write(`${member}/src/index.ts`, 'export const planted = true;\n');
      link(name, member);
    }
    write('services/two/src/words.gen.ts', 'export const planted = true;\n');
    for (const { file, imports } of plots) write(file, `import '${imports}';\nexport const planted = true;\n`);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
