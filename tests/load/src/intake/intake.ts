import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@yimen/local';
import { request } from 'undici';
import type { Bench, BenchOptions, Findings } from '../bench.ts';
import { intakeBody } from '../bodies.ts';
import { median, percentile, round } from '../figures.ts';
import { findK6, runK6 } from '../generator/k6.ts';
import { cpuBetween, cpuOf, usageOfParts } from '../machine/processes.ts';
import { type Confirmed, confirmFiled } from '../mix/confirming.ts';
import { openPlatform, type Platform } from '../platform/platform.ts';
import { until } from '../waiting.ts';

const BARE = fileURLToPath(new URL('../../bare/main.ts', import.meta.url));
const WARM_UP_S = 10;

/** One turn of one side. */
interface Turn {
  readonly rps: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
  readonly generatorCores: number;
  readonly cpuMsPerRequest: Readonly<Record<string, number>>;
  readonly confirmed?: Confirmed;
}

/** Where a side listens, and with what token. */
interface Side {
  readonly target: string;
  readonly token: string;
  readonly bare?: number;
}

const playTurn = async (k6: string, { target, token, bare }: Side, seconds: number, platform: Platform) => {
  const env = { TARGET: target, TOKEN: token, BODY: intakeBody, RUN: randomUUID(), SECONDS: String(seconds) };
  const [before, bareBefore] = [usageOfParts(), cpuOf(bare ?? 0)];
  const { lines, tookS, generatorCores } = await runK6(k6, { script: 'intake.ts', env, ending: platform.ending });
  const cpu = cpuBetween(before, usageOfParts(), lines.length || 1);
  const ms = lines.map((line) => line.ms);
  const turn: Turn = {
    rps: round(lines.filter(({ outcome }) => outcome === 'good').length / tookS),
    p50Ms: round(percentile(ms, 0.5)),
    p95Ms: round(percentile(ms, 0.95)),
    p99Ms: round(percentile(ms, 0.99)),
    errors: lines.filter(({ outcome }) => outcome !== 'good').length,
    generatorCores,
    cpuMsPerRequest: bare === undefined ? cpu : { ...cpu, bare: round((cpuOf(bare) - bareBefore) / lines.length, 3) },
    ...(bare === undefined ? { confirmed: await confirmFiled(platform, lines) } : {}),
  };
  return turn;
};

/** A B A B …, the first turn of each a warm-up. */
const playTurns = async (
  sides: { readonly yimen: Side; readonly bare: Side },
  platform: Platform,
  k6: string,
  { seconds, rounds, say }: BenchOptions,
): Promise<Record<'yimen' | 'bare', Turn[]>> => {
  const turns: Record<'yimen' | 'bare', Turn[]> = { yimen: [], bare: [] };
  for (let nth = 0; nth <= rounds; nth++) {
    for (const name of ['yimen', 'bare'] as const) {
      const turn = await playTurn(k6, sides[name], nth === 0 ? WARM_UP_S : seconds, platform);
      const what = nth === 0 ? 'warm-up' : `round ${nth}`;
      say(
        `${what} ${name}: ${turn.rps}/s, p95 ${turn.p95Ms} ms, p99 ${turn.p99Ms} ms, errors ${turn.errors}, lost or twice ${turn.confirmed ? wrongOf(turn.confirmed) : '-'}, k6 ${turn.generatorCores} cores`,
      );
      if (nth > 0) turns[name].push(turn);
    }
  }
  return turns;
};

const run = async (options: BenchOptions): Promise<Findings> => {
  const k6 = findK6();
  const platform = await openPlatform(options);
  const [port = 0] = await freePorts(1);
  const bare = spawn(process.execPath, [BARE, platform.stack.urls.mongodb, 'yimen_bare', String(port)], {
    stdio: ['ignore', 2, 2],
  });
  const endBare = () => bare.kill();
  process.once('exit', endBare);
  try {
    const sides = {
      yimen: { target: platform.gateways[0] ?? '', token: await platform.stack.tokens('demo-window-clerk') },
      bare: { target: `http://127.0.0.1:${port}`, token: '', bare: bare.pid ?? 0 },
    };
    await untilReady(`${sides.bare.target}/ready`, options.ending);
    const turns = await playTurns(sides, platform, k6, options);
    return { line: summary(turns.yimen, turns.bare), raw: turns };
  } finally {
    endBare();
    process.off('exit', endBare);
    await Promise.race([once(bare, 'exit'), new Promise((resolve) => setTimeout(resolve, 3000))]);
    await platform.stop();
  }
};

const summary = (yimen: readonly Turn[], bare: readonly Turn[]): Findings['line'] => {
  const rps = median(yimen.map((turn) => turn.rps));
  const bareRps = median(bare.map((turn) => turn.rps));
  return {
    bench: 'intake',
    ratio_to_bare: round(rps / bareRps, 2),
    rps: Math.round(rps),
    bare_rps: Math.round(bareRps),
    p95_ms: median(yimen.map(({ p95Ms }) => p95Ms)),
    p99_ms: median(yimen.map(({ p99Ms }) => p99Ms)),
    errors: yimen.reduce((sum, { errors, confirmed }) => sum + errors + wrongOf(confirmed), 0),
    rounds: yimen.length,
  };
};

/** Acknowledged cases that are not there, and numbers that were given twice. */
const wrongOf = ({ lost = 0, numbersTwice = 0 }: Partial<Confirmed> = {}): number => lost + numbersTwice;

const PATIENCE = { tries: 100, pauseMs: 100 };

const untilReady = (url: string, ending: AbortSignal): Promise<boolean> =>
  until(
    ending,
    async () => {
      const { statusCode, body } = await request(url);
      await body.dump();
      return statusCode === 200;
    },
    PATIENCE,
  );

/** Intake with everything on against bare Express + one insert: interleaved rounds, medians, 32 at once. */
export const benchIntake: Bench = { seconds: 15, rounds: 3, run };
