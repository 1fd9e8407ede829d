import { setTimeout as pause } from 'node:timers/promises';
import { type PartName, SERVICES, type ServiceName } from '@yimen/local';
import { untilGroupsAnswer } from '../checker/gather/topics.ts';
import { pick } from '../platform/chance.ts';
import { fullDisk } from './F9.ts';
import { WEATHERS } from './F11.ts';
import { again, strange } from './F12.ts';
import { linksOf, more, type Scene } from './fault.ts';
import { type Trouble, trouble } from './trouble.ts';

/** One way to hurt something and heal it again; its chance is that of its scene. */
export type Hurt = (scene: Scene) => Promise<void>;

/** Dies, and is away for a while. */
export const away =
  (part: PartName, atMostMs: number): Hurt =>
  async ({ stage, chance, say }) => {
    const forMs = chance() * atMostMs;
    await stage.stack.kill(part);
    say(`${part} killed`);
    await pause(forMs);
    await stage.stack.restart(part);
  };

/** Stands still, and goes on. */
export const frozen =
  (part: PartName, atMostMs: number): Hurt =>
  async ({ stage, chance, say }) => {
    stage.stack.signal(part, 'SIGSTOP');
    say(`${part} frozen`);
    await pause(chance() * atMostMs);
    stage.stack.signal(part, 'SIGCONT');
  };

const TROUBLES: readonly Trouble['mode'][] = [
  'down',
  'timeout',
  '500',
  'drop-after-commit',
  'lose-push',
  'duplicate-push',
];

/** A legacy system errs. */
export const troubled =
  (system: string, atMostMs: number): Hurt =>
  async ({ stage, chance, say }) => {
    const mode = pick(chance, TROUBLES);
    await trouble(stage, system, { mode });
    say(`${system} ${mode}`);
    await pause(chance() * atMostMs);
    await trouble(stage, system, { mode: 'none' });
  };

/** The certificate of a legacy system is bad. */
export const distrusted =
  (atMostMs: number): Hurt =>
  async ({ stage: { front }, chance, say, blame }) => {
    front?.turnBad();
    say('L06 shows a bad certificate');
    await pause(chance() * atMostMs);
    front?.turnGood();
    const bytes = front?.bytesWhileBad() ?? 0;
    if (bytes > 0)
      blame({ invariant: 'F17', what: 'a system with a bad certificate was spoken to', evidence: { bytes } });
  };

/** A link is slow, narrow, torn or deaf. */
export const weathered =
  (name: string, atMostMs: number): Hurt =>
  async (scene) => {
    const weather = pick(scene.chance, Object.keys(WEATHERS));
    linksOf(scene).set(name, WEATHERS[weather] ?? {});
    scene.say(`the link to ${name}: ${weather}`);
    await pause(scene.chance() * atMostMs);
    linksOf(scene).set(name, {});
  };

const BENDS_MS = [3_600_000, -300_000, -3_600_000] as const;

/** The clock of a process jumps, and jumps back. */
export const bent =
  (service: ServiceName, atMostMs: number): Hurt =>
  async ({ stage, chance, say }) => {
    const offsetMs = pick(chance, BENDS_MS);
    stage.board(service).setClock(offsetMs);
    say(`the clock of ${service} is off by ${offsetMs / 60_000} min`);
    await pause(chance() * atMostMs);
    stage.board(service).setClock(0);
  };

/** Of all that was told; the topics would grow threefold each time. */
const SOME = 1_000;
const BACK_MS = 60_000;

/** Messages come again in any order, and some that nobody can read. */
export const garbled: Hurt = async (scene) => {
  await untilGroupsAnswer(scene.stage.stack.urls.kafkaBrokers, BACK_MS); // it may have been hurt a moment ago
  await again(scene, SOME);
  await scene.plant(strange(scene.chance));
  scene.say('poison and unknown versions planted');
};

/** For a while so many times as many come. */
export const flooded =
  (times: number, forMs: number): Hurt =>
  async (scene) => {
    const perSecond = scene.perSecond * times;
    const flood = more(scene, `flood${Math.floor(scene.chance() * 1e6)}x`, perSecond);
    scene.say(`${perSecond} more come per second`);
    await pause(forMs);
    await flood.close();
  };

/** The store’s disk is full. */
export const full =
  (atMostMs: number): Hurt =>
  ({ stage, chance, say }) =>
    fullDisk(stage, chance() * atMostMs, say);

/** Whatever still hurts ends. */
export const heal = async (scene: Scene, systems: readonly string[]): Promise<void> => {
  for (const name of linksOf(scene).names) linksOf(scene).set(name, {});
  for (const service of SERVICES) scene.stage.board(service).setClock(0);
  for (const system of systems) await trouble(scene.stage, system, { mode: 'none' });
};
