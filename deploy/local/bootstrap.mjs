// Runs on a bare Node, before anything is installed: no dependency, and imports only after the version is known.
const OLDEST_NODE = 20;
const PNPM = '12.20.0';

/** What each command of package.json runs, under the Node that the workspace installs. */
const COMMANDS = {
  start: 'deploy/local/src/start.ts',
  test: 'deploy/local/src/test.ts',
  bench: 'tests/load/src/main.ts',
  ops: 'deploy/ops/src/main.ts',
  faults: 'tests/faults/src/main.ts',
  generate: 'libs/contracts/generate.ts',
};

const say = (text) => process.stderr.write(`${text}\n`);

const fail = (text) => {
  say(text);
  process.exit(1);
};

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE)
  fail(
    `Yimen needs Node ${OLDEST_NODE} or newer to begin with, and this is ${process.version}: install it from https://nodejs.org, then run the command again.`,
  );

const { spawn, spawnSync } = await import('node:child_process');
const { existsSync, mkdirSync, statfsSync } = await import('node:fs');
const { join } = await import('node:path');
const { fileURLToPath } = await import('node:url');
const { isInstalled, markInstalled } = await import('./install-stamp.mjs');

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NODE = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const PNPM_HOME = join(ROOT, '.cache', `pnpm-${PNPM}`);
const INSTALL_BYTES = 1.5 * 1024 ** 3;

const run = (program, args, what) => {
  const started = Date.now();
  say(`${what} …`);
  const { status, error } = spawnSync(program, args, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status === 0) return say(`${what}: done in ${Math.round((Date.now() - started) / 1000)} s`);
  if (error?.code === 'ENOENT')
    fail(`${what} failed: ${program} is not on PATH; install Node with npm, then run the command again.`);
  fail(
    `${what} failed, for the reason above. Check network and disk, then run the command again: it goes on from here.`,
  );
};

const requireDisk = () => {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const { bavail, bsize } = statfsSync(ROOT);
  if (bavail * bsize < INSTALL_BYTES)
    fail(`The disk is nearly full: installing needs 1.5 GB in ${ROOT}. Free some space, then run the command again.`);
};

const install = () => {
  requireDisk();
  const pnpm = join(PNPM_HOME, 'node_modules', '.bin', 'pnpm');
  if (!existsSync(pnpm)) {
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    run('npm', ['install', '--prefix', PNPM_HOME, ...quiet, `pnpm@${PNPM}`], `Fetching pnpm ${PNPM}`);
  }
  const once = ['--frozen-lockfile', '--config.confirm-modules-purge=false'];
  run(pnpm, ['install', ...once], 'Installing the workspace (once; about 500 MB)');
  markInstalled(ROOT);
};

const [command = '', ...rest] = process.argv.slice(2);
const entry = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
if (!entry) fail(`Say one of: ${Object.keys(COMMANDS).join(', ')}.`);
if (!existsSync(NODE) || !isInstalled(ROOT)) install();

const FLAGS = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];
const env = { NODE_COMPILE_CACHE: join(ROOT, '.cache', 'compiled'), ...process.env };
const child = spawn(NODE, [...FLAGS, join(ROOT, entry), ...rest], { cwd: ROOT, stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('error', (error) =>
  fail(`Node 24 could not be started: ${error.message}. Remove node_modules, then try again.`),
);
child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
