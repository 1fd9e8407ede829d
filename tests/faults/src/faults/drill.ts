import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { backup, findMongoTools, loseStore, restore, resume, targetOf } from '@yimen/ops';
import { readLedgers } from '../checker/gather/outside.ts';
import { judgeRestored } from '../checker/restored.ts';
import type { Stage } from '../platform/stage.ts';
import { type Fault, more } from './fault.ts';

const BEFORE_MS = 8_000;
const LOST_MS = 5_000;
const AFTER_MS = 8_000;
/** What was acknowledged has been told by then. */
const TOLD_MS = 3_000;
/** A moment is chosen to the second. */
const SECOND_MS = 1_000;

/** Under load: a backup, a moment, the log; then everything dies, the store is lost, and restored to the moment. */
export const drill: Fault = {
  name: 'drill',
  title: 'backup under load, the store lost, restored to a moment while topics and legacy systems are ahead',
  companies: 0.4,
  convergeMs: 150_000, // an exchange of the lost time: a call, its time to settle, a pause, then the question
  strike: async (scene) => {
    const { stage, length, say, perSecond, healed, abandon, remember } = scene;
    const { stack } = stage;
    const target = targetOf(stack);
    const tools = await findMongoTools(process.env['PATH'] ?? '', say);
    const folder = join(stage.dir, 'backup');
    await pause(BEFORE_MS * length);
    await backup({ target, tools, folder, say });
    await pause(LOST_MS * length);
    const until = Math.ceil(Date.now() / SECOND_MS) * SECOND_MS;
    await pause(Math.max(0, until - Date.now()));
    const sentBefore = await sentTo(stage);
    await pause(LOST_MS * length);
    await backup({ target, tools, folder, say });
    await abandon();
    await pause(TOLD_MS);
    await loseStore(stack);
    say('all services died, and the store is lost');
    const sentSince = [...(await sentTo(stage))].filter((key) => !sentBefore.has(key));
    const report = await restore({ target, tools, folder, until: new Date(until).toISOString(), say });
    await resume(stack);
    remember({ until, report, sentSince });
    healed();
    say('restored; others come');
    const after = more(scene, AFTER, perSecond, 0.3);
    await pause(AFTER_MS * length);
    await after.close();
  },
  judge: (evidence) => judgeRestored(evidence, AFTER),
};

/** The keys of all that legacy systems have got. */
const sentTo = async (stage: Stage): Promise<ReadonlySet<string>> =>
  new Set((await readLedgers(stage)).flatMap(({ submissions }) => submissions.map(({ key }) => key)));

/** Before the names of the journeys that came when all was back. */
const AFTER = 'after';
