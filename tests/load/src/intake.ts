import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePorts, SERVICES, startStack } from '@yimen/local';
import { request } from 'undici';
import { intakeBody } from './bodies.ts';
import { findK6, median, type Round, runK6 } from './k6.ts';

/** What a bench is told. */
export interface BenchOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

const BARE = fileURLToPath(new URL('../bare/main.ts', import.meta.url));
const WARM_UP_S = 5;

/** Intake with everything on against bare Express + one insert: interleaved rounds, medians, 32 at once. */
export const benchIntake = async ({ seconds, rounds, say }: BenchOptions): Promise<object> => {
  const k6 = findK6();
  say('starting servers and services …');
  const stack = await startStack({ only: SERVICES });
  const [port = 0] = await freePorts(1);
  const bare = spawn(process.execPath, [BARE, stack.urls.mongodb, 'yimen_bare', String(port)], {
    stdio: ['ignore', 2, 2],
  });
  try {
    const targets = {
      yimen: { TARGET: stack.urls.gateway, TOKEN: await stack.tokens('demo-window-clerk') },
      bare: { TARGET: `http://127.0.0.1:${port}`, TOKEN: '' },
    };
    await untilReady(`${targets.bare.TARGET}/ready`);
    await untilFiled(targets.yimen.TARGET, targets.yimen.TOKEN);
    const figures: Record<keyof typeof targets, Round[]> = { yimen: [], bare: [] };
    for (let round = 0; round <= rounds; round++) {
      for (const name of ['yimen', 'bare'] as const) {
        const warmUp = round === 0;
        const env = {
          ...targets[name],
          BODY: intakeBody,
          RUN: randomUUID(),
          SECONDS: String(warmUp ? WARM_UP_S : seconds),
        };
        const figure = await runK6(k6, 'intake.ts', env);
        say(
          `${warmUp ? 'warm-up' : `round ${round}`} ${name}: ${figure.rps.toFixed(0)}/s, p95 ${figure.p95Ms.toFixed(1)} ms, p99 ${figure.p99Ms.toFixed(1)} ms, errors ${figure.errors}`,
        );
        if (!warmUp) figures[name].push(figure);
      }
    }
    return summary(figures.yimen, figures.bare);
  } finally {
    bare.kill();
    await Promise.race([once(bare, 'exit'), new Promise((resolve) => setTimeout(resolve, 3000))]);
    await stack.stop();
  }
};

const summary = (yimen: readonly Round[], bare: readonly Round[]): object => {
  const rps = median(yimen.map((round) => round.rps));
  const bareRps = median(bare.map((round) => round.rps));
  return {
    bench: 'intake',
    ratio_to_bare: Number((rps / bareRps).toFixed(2)),
    rps: Math.round(rps),
    bare_rps: Math.round(bareRps),
    p95_ms: Number(median(yimen.map((round) => round.p95Ms)).toFixed(1)),
    p99_ms: Number(median(yimen.map((round) => round.p99Ms)).toFixed(1)),
    errors: yimen.reduce((sum, round) => sum + round.errors, 0),
    rounds: yimen.length,
  };
};

const untilReady = async (url: string): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt++) {
    const up = await request(url).then(
      async ({ statusCode, body }) => {
        await body.dump();
        return statusCode === 200;
      },
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} never answered`);
};

/** The catalogue travels over Kafka: the first case waits for it. */
const untilFiled = async (target: string, token: string): Promise<void> => {
  let last = '';
  for (let attempt = 0; attempt < 100; attempt++) {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const { statusCode, body } = await request(`${target}/cases`, { method: 'POST', headers, body: intakeBody });
    last = `${statusCode} ${await body.text()}`;
    if (statusCode === 201) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the first case was not taken in: ${last}`);
};
