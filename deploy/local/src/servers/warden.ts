import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Reads `add <pid>`, `end <pid>`, `keep <folder>` and `gone <folder>` until its input ends, which happens with our process
 * however that dies, and then kills the process groups that are left, and removes the folders.
 */
const SCRIPT = `pids=''
folders=''
while read -r what name; do
  case $what in
    add) pids="$pids $name" ;;
    end) pids=$(for one in $pids; do [ "$one" = "$name" ] || echo "$one"; done) ;;
    keep) folders=$(printf '%s\\n%s' "$folders" "$name") ;;
    gone) folders=$(printf '%s' "$folders" | grep -vxF -e "$name") ;;
  esac
done
for pid in $pids; do kill -KILL "-$pid" 2>/dev/null; done
[ -z "$folders" ] || [ -z "$pids" ] || sleep 1
printf '%s\\n' "$folders" | while read -r folder; do [ -z "$folder" ] || rm -rf -- "$folder"; done`;

let warden: ChildProcess | undefined;

const hire = (): ChildProcess => {
  const hired = spawn('sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // it waits for our end, so nobody waits for its; without `sh` only the tidying after a kill is lost
  hired.unref();
  hired.on('error', () => {});
  hired.stdin?.on('error', () => {});
  if (hired.stdin && 'unref' in hired.stdin && typeof hired.stdin.unref === 'function') hired.stdin.unref();
  return hired;
};

const tell = (what: 'add' | 'end' | 'keep' | 'gone', name: number | string): void => {
  warden ??= hire();
  warden.stdin?.write(`${what} ${name}\n`);
};

/** From now on this process group does not outlive our process, even if that is killed by SIGKILL. */
export const guard = (pid: number): void => {
  if (pid > 0) tell('add', pid);
};

/** The process has ended: its id may belong to a stranger soon. */
export const release = (pid: number): void => {
  if (pid > 0) tell('end', pid);
};

/** A folder of the machine's temporary ones. */
export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

/** Makes a temporary folder that does not outlive our process either; `name` is for whoever looks while it is there. */
export const temporaryFolder = (name: string): TemporaryFolder => {
  const path = mkdtempSync(join(tmpdir(), `yimen-${name}-`));
  tell('keep', path);
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
      tell('gone', path);
    },
  };
};
