import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Kept inside node_modules, so that removing the folder removes the stamp. */
const STAMP = join('node_modules', '.yimen-installed');
const FRAME = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'];
const WORKSPACES = ['libs', 'services', 'deploy', 'tests'];

/** All files that decide what is installed, as paths under the root. */
const manifests = (root) => [
  ...FRAME,
  ...WORKSPACES.flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder))
          .map((name) => join(folder, name, 'package.json'))
          .sort()
      : [],
  ),
];

/** A digest over the lockfile and all manifests. */
const stampOf = (root) => {
  const digest = createHash('sha256');
  for (const file of manifests(root)) {
    const path = join(root, file);
    if (existsSync(path)) digest.update(`${file}\n`).update(readFileSync(path)).update('\n');
  }
  return digest.digest('hex');
};

/** Whether what is installed is what lockfile and manifests ask for now. */
export const isInstalled = (root) => {
  const file = join(root, STAMP);
  return existsSync(file) && readFileSync(file, 'utf8') === stampOf(root);
};

/** Remembers that the installation of this moment's lockfile and manifests went through. */
export const markInstalled = (root) => writeFileSync(join(root, STAMP), stampOf(root));
