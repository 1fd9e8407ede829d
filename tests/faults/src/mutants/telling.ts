import type { Mutant } from './mutants.ts';

/** Rules about what is told, and what is taken. */
export const TELLING: readonly Mutant[] = [
  {
    name: 'drop the relay’s sweep',
    fault: 'F2',
    breaks: ['I4', 'I10'],
    patches: [
      { module: 'libs/case-file/src/relay/sweep.ts', find: 'if (left.length === 0) return 0;', replace: 'return 0;' },
    ],
  },
  {
    name: 'mark before publish',
    fault: 'F7',
    breaks: ['I4', 'I10'],
    patches: [
      {
        module: 'libs/case-file/src/relay/relay.ts',
        find: 'await given.publish(ready.flatMap(({ messages }) => messages));',
        replace: 'for (const one of ready) done(one); await given.publish(ready.flatMap(({ messages }) => messages));',
      },
    ],
  },
  {
    name: 'skip the inbox',
    fault: 'F12',
    breaks: ['I5'],
    patches: [
      {
        module: 'libs/case-file/src/inbox/fold.ts',
        find: 'if (message.sequence <= last) {',
        replace: 'if (message.sequence < 0) {',
      },
    ],
  },
  {
    name: 'commit offsets first',
    fault: 'F4',
    breaks: ['I10', 'I9'],
    patches: [
      {
        module: 'libs/messaging/src/member.ts',
        find: 'await handle(slice.map((message) => incoming(batch.topic, batch.partition, message)));',
        replace: `handled(batch.topic, batch.partition, last.offset);
        await new Promise((resolve) => setTimeout(resolve, 2_500));
        await handle(slice.map((message) => incoming(batch.topic, batch.partition, message)));`,
      },
    ],
  },
  {
    name: 'let poison vanish',
    fault: 'F12',
    breaks: ['I10'],
    patches: [
      {
        module: 'libs/messaging/src/dead-letters.ts',
        find: 'publisher.publish([',
        replace: 'Promise.resolve() ?? publisher.publish([',
      },
    ],
  },
];
