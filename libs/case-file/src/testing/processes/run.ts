import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** How a child process ended and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: string;
}

/** Runs one of the processes beside this file on its own and waits for its end. */
export const runProcess = async (name: 'racer' | 'courier', task: object): Promise<Ended> => {
  const script = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', script, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { code, signal, said };
};
