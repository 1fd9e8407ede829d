import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '../places.ts';
import { Obstacle } from './obstacle.ts';
import { guard, release } from './warden.ts';

/** How a child process is started. */
export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the child writes is appended here. */
  readonly logFile: string;
  readonly cwd?: string;
  /** Patience between SIGTERM and SIGKILL. */
  readonly stopMs?: number;
}

/** A process that was started here, and is stopped here. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** How it ended, or `undefined` while it runs. */
  readonly ending: () => string | undefined;
  /** Resolves, never rejects, when the process is gone. */
  readonly ended: Promise<void>;
  /** SIGTERM, after `stopMs` SIGKILL; resolves when the process is gone. */
  readonly stop: () => Promise<void>;
  /** SIGKILL at once; resolves when the process is gone. */
  readonly kill: () => Promise<void>;
  /** Any signal, to this process only; nothing happens when it is gone. */
  readonly signal: (signal: NodeJS.Signals) => void;
}

const STOP_MS = 20_000;

const living = new Set<Child>();

/** Kills every child of this process that still runs: the last act of a command, when nothing may stay behind. */
export const killRemaining = async (): Promise<void> => {
  await Promise.all([...living].map((child) => child.kill()));
};

/**
 * Starts a process in its own process group, so that a Ctrl-C in the terminal reaches only us and the order of
 * stopping stays ours.
 */
export const startChild = (options: ChildOptions): Child => {
  const { name, command, args, logFile, stopMs = STOP_MS } = options;
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...options.env },
    cwd: options.cwd ?? ROOT,
  });
  closeSync(log);
  let ending: string | undefined;
  const ended = new Promise<void>((resolve) => {
    const end = (how: string) => {
      ending ??= how;
      resolve();
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
  });
  const end = async (signal: NodeJS.Signals) => {
    if (ending === undefined) child.kill(signal);
    await Promise.race([ended, pause(stopMs, undefined, { ref: false })]);
    if (ending === undefined) child.kill('SIGKILL');
    await ended;
  };
  const started: Child = {
    name,
    pid: child.pid ?? 0,
    logFile,
    ending: () => ending,
    ended,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    signal: (signal) => {
      if (ending === undefined) child.kill(signal);
    },
  };
  living.add(started);
  guard(started.pid);
  void ended.then(() => {
    living.delete(started);
    release(started.pid);
  });
  return started;
};

const TAIL_LINES = 30;
const LINE_CHARACTERS = 300;

/** The last lines of a log file, for people who ask why something did not start. */
export const tailOf = (logFile: string): string => {
  try {
    return readFileSync(logFile, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-TAIL_LINES)
      .map((line) => line.slice(0, LINE_CHARACTERS))
      .join('\n');
  } catch {
    return '(no log)';
  }
};

/** Bounds of a wait for readiness. */
export interface Wait {
  readonly limitMs?: number;
  readonly pauseMs?: number;
  /** Ends the wait as if the child had failed: whoever started it wants it no more. */
  readonly signal?: AbortSignal | undefined;
}

/** Asks until the child is ready; throws a sentence with the end of its log when it ends first or takes too long. */
export const waitUntilReady = async (
  child: Child,
  isReady: () => Promise<boolean>,
  { limitMs = 120_000, pauseMs = 50, signal }: Wait = {},
): Promise<void> => {
  const until = performance.now() + limitMs;
  for (;;) {
    if (signal?.aborted) throw new Obstacle(`${child.name} is wanted no more.`);
    if (await isReady().catch(() => false)) return;
    const ending = child.ending();
    if (ending !== undefined) throw new Obstacle(notReady(child, `ended before it was ready (${ending})`));
    if (performance.now() > until) throw new Obstacle(notReady(child, `was not ready within ${limitMs / 1000} s`));
    await Promise.race([pause(pauseMs), child.ended]);
  }
};

const notReady = (child: Child, what: string): string => {
  const tail = tailOf(child.logFile);
  const fullDisk = /ENOSPC|No space left/i.test(tail) ? ' The disk is full: free some space and start again.' : '';
  return `${child.name} ${what}.${fullDisk} The end of ${child.logFile}:\n${tail}`;
};
