import { setTimeout as pause } from 'node:timers/promises';
import { type PartName, SERVICES } from '@yimen/local';
import { pick } from '../platform/chance.ts';
import { type Trouble, trouble } from './F6.ts';
import type { Fault, Scene } from './fault.ts';

const WHOLE_MS = 600_000;
const TROUBLES: readonly Trouble['mode'][] = [
  'down',
  'timeout',
  '500',
  'drop-after-commit',
  'lose-push',
  'duplicate-push',
];

interface Hurt {
  readonly parts: readonly (PartName | 'L01' | 'L06' | 'L21' | 'L23')[];
  readonly hurt: (scene: Scene, part: never) => Promise<void>;
}

/** Dies, and is away for a while. */
const away =
  (atMostMs: number) =>
  async ({ stage, chance, say }: Scene, part: PartName): Promise<void> => {
    await stage.stack.kill(part);
    say(`${part} killed`);
    await pause(chance() * atMostMs);
    await stage.stack.restart(part);
  };

const frozen =
  (atMostMs: number) =>
  async ({ stage, chance, say }: Scene, part: PartName): Promise<void> => {
    stage.stack.signal(part, 'SIGSTOP');
    say(`${part} frozen`);
    await pause(chance() * atMostMs);
    stage.stack.signal(part, 'SIGCONT');
  };

const troubled =
  (atMostMs: number) =>
  async ({ stage, chance, say }: Scene, system: string): Promise<void> => {
    const mode = pick(chance, TROUBLES);
    await trouble(stage, system, { mode });
    say(`${system} ${mode}`);
    await pause(chance() * atMostMs);
    await trouble(stage, system, { mode: 'none' });
  };

const HURTS: readonly Hurt[] = [
  { parts: SERVICES, hurt: away(3_000) },
  { parts: SERVICES, hurt: away(500) },
  { parts: ['kafka'], hurt: away(10_000) },
  { parts: ['mongodb', 'redis', 'issuer'], hurt: away(4_000) },
  { parts: [...SERVICES, 'kafka', 'mongodb', 'redis'], hurt: frozen(12_000) },
  { parts: ['L01', 'L06', 'L21', 'L23'], hurt: troubled(6_000) },
];

/** Everything, in any order and two at a time. */
export const F17: Fault = {
  name: 'F17',
  title: 'everything at random, then healed',
  companies: 0.4,
  convergeMs: 180_000,
  mayNeedReview: { L01: 3, L06: 3, L21: 3, L23: 3 },
  strike: async (scene) => {
    const ends = performance.now() + WHOLE_MS * scene.length;
    const busy = new Set<string>();
    const hand = async (): Promise<void> => {
      while (performance.now() < ends) {
        await pause(scene.chance() * 2_000);
        const { parts, hurt } = pick(scene.chance, HURTS);
        const part = pick(scene.chance, parts);
        // what starts needs its database: while that is away only others may be hurt
        if (busy.has(part) || busy.has('mongodb') || (part === 'mongodb' && busy.size > 0)) continue;
        busy.add(part);
        await hurt(scene, part as never).finally(() => busy.delete(part));
      }
    };
    await Promise.all([hand(), hand()]);
  },
};
