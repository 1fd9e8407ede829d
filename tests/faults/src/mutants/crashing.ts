import type { Mutant } from './mutants.ts';

/** Rules about what is stored when, and by whom. */
export const CRASHING: readonly Mutant[] = [
  {
    name: 'acknowledge before store',
    fault: 'F1',
    breaks: ['I1 an acknowledged case is lost'],
    patches: [
      {
        module: 'libs/case-file/src/door/handle.ts',
        find: 'const verdict = await parts.commit(step.planned.operation);',
        replace: `const verdict = { is: 'won' } as const;
    setTimeout(() => parts.commit(step.planned.operation).catch(() => {}), 300);`,
      },
    ],
  },
  {
    name: 'forget the key of a filing',
    fault: 'F2',
    breaks: ['I2 one key made two cases'],
    patches: [
      {
        module: 'services/intake-gateway/src/receipt/file-case.ts',
        find: "'POST /cases', request.idempotencyKey);",
        replace: "'POST /cases', request.idempotencyKey + Math.random());",
      },
    ],
  },
  {
    name: 'number from memory',
    fault: 'F1',
    breaks: ['I2 a number was given to two cases', 'I9 a lawful wish was refused'],
    patches: [
      {
        module: 'services/intake-gateway/src/numbers/numbers.ts',
        find: 'leaseBlock(blocks, name, BLOCK_SIZE)',
        replace: 'Promise.resolve({ from: 1, to: BLOCK_SIZE })',
      },
    ],
  },
  {
    name: 'ignore the version',
    fault: 'two-gateways',
    breaks: ['I5 a state is not the fold of its history', 'I7 a hash chain is broken'],
    patches: [
      {
        module: 'libs/case-file/src/store/mongo/operations.ts',
        find: 'filter: { _id: operation.id, version: operation.version },',
        replace: 'filter: { _id: operation.id },',
      },
    ],
  },
  {
    name: 'skip the hash link',
    fault: 'two-gateways',
    breaks: ['I7 a hash chain is broken'],
    patches: [{ module: 'libs/case-file/src/history/append.ts', find: 'prev: draft.head.hash,', replace: "prev: ''," }],
  },
  {
    name: 'blind second submission',
    fault: 'F5',
    breaks: ['I6 a system got one submission more than once'],
    patches: [
      {
        module: 'libs/adapter/src/next-action.ts',
        find: "if (capability === 'query') return { do: 'send' };",
        replace: "return { do: 'send' };",
      },
      {
        module: 'libs/adapter/src/apply.ts',
        find: "const readsAgain = capability === 'query' && (",
        replace: 'const readsAgain = (',
      },
      {
        // or it would be sent without a word in it, and a human be called
        module: 'libs/department/src/exchanges/preparing.ts',
        find: "status === 'wanted' || capability === 'query';",
        replace: "status !== 'pending' || capability === 'query';",
      },
    ],
  },
  {
    name: 'acknowledge without the journal',
    fault: 'F9',
    breaks: ['I1 an acknowledged case is lost'],
    patches: [
      {
        module: 'libs/store/src/connection.ts',
        find: "writeConcern: { w: 'majority', journal: true,",
        replace: 'writeConcern: { w: 1, journal: false,',
      },
    ],
  },
  {
    name: 'write over a newer file',
    fault: 'F14',
    breaks: ['F14 an older version wrote over a newer case'],
    patches: [
      {
        module: 'libs/case-file/src/versions/upcast.ts',
        find: 'if (file && isNewer(aggregate, file))',
        replace: 'if (file && isNewer(aggregate, file) && false)',
      },
    ],
  },
  {
    name: 'skip the settling of a restore',
    fault: 'drill',
    breaks: ['restore a file that was set back does not say so'],
    patches: [
      {
        module: 'libs/department/src/restore/settling.ts',
        find: 'const ids = [...new Set([...forgetful, ...open])];',
        replace: 'const ids: readonly string[] = [];',
      },
    ],
  },
];
