import { createChaser, createRelay, createTimers } from '@yimen/case-file';
import { itemsTopic, newsGroup } from '@yimen/contracts';
import { type Clocks, toInstant } from '@yimen/kernel';
import { createConsumer, createDeadLetters } from '@yimen/messaging';
import type { Logger } from '@yimen/telemetry';
import { systemActor, systemAsker } from './callers/asker.ts';
import type { CaseCommand } from './cases/command.ts';
import { learnCatalogue } from './catalogue/learning.ts';
import { createPublicationIntake, createPublicationReader } from './catalogue/publications.ts';
import { createNewsIntake, newsTopics } from './exchange/inbox.ts';
import { createNewsReader } from './exchange/news.ts';
import { remindBranches } from './exchange/reminders.ts';
import { createRendering } from './exchange/rendering.ts';
import type { Ground } from './ground.ts';
import { namesUpload } from './materials/upload.ts';

/** What goes on without anybody asking: relay, timers, debts, both consumers, the sweep of cut-off uploads. */
export const startBackstage = (
  ground: Ground,
  name: { readonly service: string; readonly writer: string },
  log: Logger,
) => {
  const { broker, publisher, clocks, validators, envelopes, catalogue, cases, restores } = ground;
  const onFault = (fault: unknown): void => log.error({ err: fault }, 'Work in the background failed.');
  const relay = createRelay({ files: cases, publish: publisher.publish, ...createRendering({ catalogue, envelopes }) });
  const timers = createTimers({ files: cases, name: 'wake', member: name.writer, command: wakeCommand(clocks) });
  const chaser = createChaser(cases);
  const endReminders = remindBranches(cases, relay, onFault);
  const endSweeps = sweepUploads(ground, onFault);

  const dead = createDeadLetters(publisher);
  const learning = new AbortController();
  if (!ground.catalogueIsLearnt)
    catalogue.incompleteUntil(learnCatalogue(ground, { signal: learning.signal, onFault }));
  const items = createConsumer({
    broker,
    groupId: `${name.service}-items-${name.writer}`, // every replica keeps the whole catalogue in memory
    topics: [itemsTopic],
    read: createPublicationReader(validators),
    onBatch: createPublicationIntake(ground.publications, catalogue),
    dead,
  });
  const inbox = createConsumer({
    broker,
    groupId: newsGroup(name.service),
    topics: newsTopics,
    read: createNewsReader({ validators, envelopes, businessNow: clocks.business, isVoid: restores.isVoid }),
    onBatch: createNewsIntake({ cases, relay, onFault }),
    dead,
  });
  relay.start();
  timers.start();
  chaser.start();
  return {
    /** The broker may be away for a while without the window closing; only a catalogue that was never seen closes it. */
    knowsCatalogue: catalogue.isComplete,
    stop: async (): Promise<void> => {
      learning.abort();
      endSweeps();
      endReminders();
      await Promise.all([items.stop(), inbox.stop(), timers.stop(), chaser.stop()]);
      await relay.stop();
    },
  };
};

const wakeCommand = (clocks: Clocks) => (): CaseCommand => ({
  step: 'wake',
  asker: systemAsker,
  actor: systemActor,
  at: toInstant(clocks.business()),
});

const SWEEP_EVERY_MS = 3_600_000;
/** No upload takes this long: what is older and not whole, or not in its case, was cut off by a crash. */
const UPLOAD_LIMIT_MS = 6 * 3_600_000;

const sweepUploads = (
  { files, cases, clocks }: Pick<Ground, 'files' | 'cases' | 'clocks'>,
  onFault: (fault: unknown) => void,
): (() => void) => {
  const sweep = (): void => {
    files.sweep(clocks.system() - UPLOAD_LIMIT_MS, namesUpload(cases)).catch(onFault);
  };
  const timer = setInterval(sweep, SWEEP_EVERY_MS);
  sweep();
  return () => clearInterval(timer);
};
