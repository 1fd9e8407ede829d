import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clocks } from '@yimen/kernel';
import express, { type Express } from 'express';
import { openBook } from './book.ts';
import { controlRoutes } from './control.ts';
import { createDecisions } from './decisions.ts';
import { createFaults } from './faults.ts';
import { seededRandom } from './random.ts';
import { serve } from './serve.ts';
import type { RunningSystem, SystemSimulator, World } from './system.ts';
import { systems as allSystems } from './systems.ts';

/** What the simulators are started with. */
export interface SimulatorOptions {
  /** Per system: its secrets and the address of the inbound door. Only systems named here run. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly clocks: Clocks;
  /** 0 picks a free port. */
  readonly port?: number;
  readonly host?: string;
  /** Where the ledgers are kept; without it they end with the process. */
  readonly stateDir?: string;
  readonly seed?: number;
  /** Factor on every system's own time: 1 is quick, 100 is like life. */
  readonly delay?: number;
  readonly systems?: readonly SystemSimulator[];
}

/** Simulators that run. */
export interface Simulators {
  /** `http://host:port`; a system is below `/<id>`, its controls below `/control/<id>`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** One system with what its controls reach. */
export interface Stage {
  readonly id: string;
  readonly title: string;
  readonly running: RunningSystem;
  readonly world: World<unknown>;
}

const SEED = 20170101;

/** Starts the systems on one port. */
export const startSimulators = async (options: SimulatorOptions): Promise<Simulators> => {
  const ending = new AbortController();
  const stages = (options.systems ?? allSystems)
    .filter(({ id }) => options.settings[id] !== undefined)
    .map((system, i) => setStage(system, options, ending.signal, (options.seed ?? SEED) + i));
  const server = createServer(doors(stages, ending.signal));
  await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  for (const { running } of stages) running.goOn();
  return {
    url: `http://${options.host ?? '127.0.0.1'}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      ending.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const { world } of stages) world.book.close();
    },
  };
};

const setStage = (system: SystemSimulator, options: SimulatorOptions, ending: AbortSignal, seed: number): Stage => {
  const factor = options.delay ?? 1;
  const work = (ms: number) => pause(ms * factor, undefined, { signal: ending });
  const world: World<unknown> = {
    settings: options.settings[system.id],
    book: openBook(system.id, options.stateDir),
    decisions: createDecisions(),
    faults: createFaults(),
    clocks: options.clocks,
    random: seededRandom(seed),
    work,
    later: (ms, task) => {
      work(ms)
        .then(task)
        .catch((error: unknown) => {
          if (!ending.aborted)
            console.error(JSON.stringify({ system: system.id, message: 'a later task failed', error: String(error) }));
        });
    },
  };
  return { id: system.id, title: system.title, running: system.run(world), world };
};

const doors = (stages: readonly Stage[], ending: AbortSignal): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.get('/ready', (_request, response) => {
    response.json({ ready: true, systems: stages.map(({ id, title }) => ({ id, title })) });
  });
  app.use('/control', controlRoutes(stages));
  for (const stage of stages) app.use(`/${stage.id}`, serve(stage, ending));
  return app;
};

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
