import { existsSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE_DIR, fillOnce, Obstacle, onPath, runTool, temporaryFolder } from '@yimen/local';
import type { Say, Target } from './platform.ts';

/** MongoDB's own tools. */
export interface MongoTools {
  readonly mongodump: string;
  readonly mongorestore: string;
}

/** Database tools 100.10; `go install` refuses the module's replacements, building it as a dependency works. */
const MODULE = 'github.com/mongodb/mongo-tools v0.0.0-20240723193119-837c2bc263f4';
const FOLDER = 'mongo-tools-100.10';
const TOOLS = ['mongodump', 'mongorestore'] as const;

/** Finds the tools: on PATH, from an earlier run, or built once by Go (half a minute). */
export const findMongoTools = async (path: string, say: Say): Promise<MongoTools> => {
  const [mongodump, mongorestore] = TOOLS.map((tool) => onPath(tool, path));
  if (mongodump && mongorestore) return { mongodump, mongorestore };
  const folder = join(CACHE_DIR, FOLDER);
  if (!existsSync(folder)) await fillOnce(folder, (unfinished) => build(unfinished, path, say));
  return { mongodump: join(folder, 'mongodump'), mongorestore: join(folder, 'mongorestore') };
};

const build = async (folder: string, path: string, say: Say): Promise<void> => {
  const go = onPath('go', path);
  if (!go) throw new Obstacle('mongodump and mongorestore are needed: install the MongoDB Database Tools, or Go.');
  say('building mongodump and mongorestore once (half a minute) …');
  const imports = TOOLS.map((tool) => `import _ "github.com/mongodb/mongo-tools/${tool}/main"`);
  await writeFile(join(folder, 'go.mod'), `module tools\n\ngo 1.21\n\nrequire ${MODULE}\n`);
  await writeFile(join(folder, 'tools.go'), `//go:build tools\n\npackage tools\n\n${imports.join('\n')}\n`);
  await runTool(go, ['mod', 'tidy'], 'Fetching the MongoDB tools', folder);
  for (const tool of TOOLS)
    await runTool(
      go,
      ['build', '-mod=mod', '-o', tool, `github.com/mongodb/mongo-tools/${tool}/main`],
      `Building ${tool}`,
      folder,
    );
};

/**
 * Runs one of the tools on a server; a failure becomes one sentence. The address may hold a password, so the tool reads it
 * from a file that is ours alone and gone afterwards: arguments are seen by all who list processes.
 */
export const runOn = async (
  { mongodbUrl }: Pick<Target, 'mongodbUrl'>,
  tool: string,
  { args, what }: { readonly args: readonly string[]; readonly what: string },
): Promise<void> => {
  const secret = temporaryFolder('mongo-tools');
  try {
    const config = join(secret.path, 'config.yaml');
    writeFileSync(config, `uri: ${JSON.stringify(mongodbUrl)}\n`, { mode: 0o600 });
    await runTool(tool, ['--config', config, ...args], what);
  } finally {
    secret.remove();
  }
};
