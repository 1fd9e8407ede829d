import pino from 'pino';
import { z } from 'zod';
import { type Answer, accepted, type StatusAnswer } from './answer.ts';
import { connectSystem, type LegacySystem } from './connect.ts';
import { type MemoryDossiers, memoryDossiers } from './contract/memory-port.ts';
import { exchangeKey, wantExchange } from './exchange.ts';
import type { StatedLimits } from './limits.ts';
import { defineAdapter } from './manifest.ts';
import { memoryStates } from './memory-states.ts';
import { createRunner, type Runner, type RunnerParts } from './runner.ts';
import { CallFailed } from './transports/call-failed.ts';

/** Monday 2026-03-02, 09:30 in Foshan. */
export const MORNING = Date.UTC(2026, 2, 2, 1, 30);

/** Clocks that the test moves. */
export const movableClocks = () => {
  let system = MORNING;
  let business = MORNING;
  return {
    clocks: { system: () => system, business: () => business },
    advance: (ms: number): void => {
      system += ms;
      business += ms;
    },
    toBusiness: (ms: number): void => {
      business = ms;
    },
  };
};

/** An imitated system whose answers the test writes. */
export interface Imitation {
  readonly system: LegacySystem;
  readonly dossiers: MemoryDossiers;
  /** Keys in the order in which they were sent. */
  readonly sent: string[];
  readonly asked: string[];
  pings: number;
  alive: boolean;
  mostAtOnce: number;
  answer: (key: string) => Promise<Answer>;
  status: (key: string) => Promise<StatusAnswer>;
  /** Adds a dossier whose exchange is wanted; answers the key. */
  readonly want: (dossierId: string, input?: unknown) => string;
}

/** Makes an imitation of a system with these limits. */
export const imitate = (id: string, clocks: RunnerParts['clocks'], limits: Partial<StatedLimits> = {}): Imitation => {
  let underWay = 0;
  const adapter = defineAdapter({
    id,
    title: id,
    department: 'd',
    mode: 'DIRECT',
    settings: z.object({}),
    submission: z.object({ word: z.string() }),
    limits: { callMs: 5_000, settleMs: 1_000, attempts: 3, concurrency: 2, ...limits },
    codes: {},
    capabilities: {
      submit: async (_input, { key }) => {
        imitation.sent.push(key);
        underWay += 1;
        imitation.mostAtOnce = Math.max(imitation.mostAtOnce, underWay);
        try {
          return await imitation.answer(key);
        } finally {
          underWay -= 1;
        }
      },
      status: async ({ key }) => {
        imitation.asked.push(key);
        return imitation.status(key);
      },
    },
    ping: async () => {
      imitation.pings += 1;
      if (!imitation.alive) throw new CallFailed('unreachable', 'dead', { mayHaveLanded: false });
    },
  });
  const system = connectSystem(adapter, { settings: {}, clocks });
  const dossiers = memoryDossiers(system.rules);
  const imitation: Imitation = {
    system,
    dossiers,
    sent: [],
    asked: [],
    pings: 0,
    alive: true,
    mostAtOnce: 0,
    answer: async () => accepted({}),
    status: async () => accepted({}),
    want: (dossierId, input = { word: 'x' }) => {
      const key = exchangeKey(dossierId, 1);
      const wanted = { id: 'x', system: id, capability: 'submit', key } as const;
      dossiers.want(dossierId, wantExchange(wanted, new Date(clocks.system()).toISOString()), input);
      return key;
    },
  };
  return imitation;
};

/** A runner over imitations, looking every few milliseconds of real time. */
export const runnerOver = (
  imitations: readonly Imitation[],
  clocks: RunnerParts['clocks'],
  parts: Partial<RunnerParts> = {},
): Runner =>
  createRunner({
    systems: imitations.map(({ system }) => system),
    port: {
      next: (system, limit, dueBy) => portOf(imitations, system).next(system, limit, dueBy),
      started: (dossier, exchange, at) => portFor(imitations, dossier).started(dossier, exchange, at),
      answered: (dossier, exchange, report) => portFor(imitations, dossier).answered(dossier, exchange, report),
      polled: (dossier, exchange, polls) => portFor(imitations, dossier).polled(dossier, exchange, polls),
    },
    states: memoryStates(clocks.system),
    clocks,
    logger: pino({ level: 'silent' }),
    owner: 'runner-1',
    sweepMs: 3,
    ...parts,
  });

const portOf = (imitations: readonly Imitation[], system: string) => {
  const found = imitations.find((imitation) => imitation.system.adapter.id === system);
  if (!found) throw new Error(`no system ${system}`);
  return found.dossiers.port;
};

/** Dossiers of a test are named `<system>-…`. */
const portFor = (imitations: readonly Imitation[], dossierId: string) =>
  portOf(imitations, dossierId.split('-')[0] ?? '');
