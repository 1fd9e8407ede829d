import type { Patch } from '../../preload/orders.ts';
import type { Mutant } from './mutants.ts';

const HANDLE = 'await handle(slice.map((message) => incoming(batch.topic, batch.partition, message)));';

/** Time between taking a slice and handling it, in which a reader may be killed; something may be done before. */
const slowly = (first: string): Patch => ({
  module: 'libs/messaging/src/member.ts',
  find: HANDLE,
  replace: `${first}\n await new Promise((resolve) => setTimeout(resolve, 2_500)); ${HANDLE}`,
});

/** Rules about what is told, and what is taken. */
export const TELLING: readonly Mutant[] = [
  {
    name: 'drop the relay’s sweep',
    fault: 'F2',
    breaks: ['I4 a stored entry never reached its topic', 'I10 entries wait for the relay'],
    control: [],
    patches: [
      { module: 'libs/case-file/src/relay/sweep.ts', find: 'if (left.length === 0) return 0;', replace: 'return 0;' },
    ],
  },
  {
    name: 'mark before publish',
    fault: 'F7',
    breaks: ['I4 a stored entry never reached its topic'],
    control: [],
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
    breaks: [
      'I5 one cause took effect twice',
      'I5 a branch was not decided once',
      'I5 something no rule foresees reached a case',
    ],
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
    breaks: ['I10 a message was never taken by its target'],
    control: [slowly('')],
    patches: [slowly('handled(batch.topic, batch.partition, last.offset);')],
  },
  {
    name: 'let poison vanish',
    fault: 'F12',
    breaks: ['I10 poison was not put aside'],
    control: [],
    patches: [
      {
        module: 'libs/messaging/src/dead-letters.ts',
        find: 'publisher.publish([',
        replace: 'Promise.resolve() ?? publisher.publish([',
      },
    ],
  },
];
