import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Reads `add <pid>` and `end <pid>` until its input ends, which happens with our process however that dies, and then
 * kills the process groups that are left.
 */
const SCRIPT = `pids=''
while read -r what pid; do
  case $what in
    add) pids="$pids $pid" ;;
    end) pids=$(for one in $pids; do [ "$one" = "$pid" ] || echo "$one"; done) ;;
  esac
done
for pid in $pids; do kill -KILL "-$pid" 2>/dev/null; done`;

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

const tell = (what: 'add' | 'end', pid: number): void => {
  if (pid <= 0) return;
  warden ??= hire();
  warden.stdin?.write(`${what} ${pid}\n`);
};

/** From now on this process group does not outlive our process, even if that is killed by SIGKILL. */
export const guard = (pid: number): void => tell('add', pid);

/** The process has ended: its id may belong to a stranger soon. */
export const release = (pid: number): void => tell('end', pid);
