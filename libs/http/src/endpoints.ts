import type { Contract } from '@yimen/contracts';
import { createCompiler } from '@yimen/contracts';
import { type BodyLimits, createJsonReader } from './body.ts';
import type { LooseHandler } from './handler.ts';
import type { Identity } from './identity/identity.ts';
import { createEndpoint, type Endpoint } from './operation.ts';

type Handlers = Readonly<Record<string, LooseHandler | undefined>>;

/** A contract and what answers it, types forgotten. */
export interface Undertaking {
  readonly contract: Contract;
  /** Handlers of operations that need a token. */
  readonly closed: Handlers;
  /** Handlers of operations with `security: []`. */
  readonly open: Handlers;
  readonly identity: Identity | undefined;
  readonly limits: BodyLimits;
}

/** One endpoint per operation; throws when contract and handlers differ, so that a gap stops the start. */
export const endpointsOf = (undertaking: Undertaking): readonly Endpoint[] => {
  const { contract, closed, open, identity, limits } = undertaking;
  expectEqual(undertaking);
  const compilers = {
    coercing: createCompiler(contract.document, { coerce: true }),
    plain: createCompiler(contract.document),
    talkative: createCompiler(contract.document, { allErrors: true }),
  };
  const readJson = createJsonReader(limits);
  return contract.operations.flatMap((operation) => {
    const handler = (operation.secured ? closed : open)[operation.id];
    return handler ? [createEndpoint({ operation, handler, identity, readJson, compilers })] : [];
  });
};

const expectEqual = ({ contract, closed, open, identity }: Undertaking): void => {
  const { name, operations } = contract;
  const declared = new Set(operations.map(({ id }) => id));
  const strangers = [...Object.keys(closed), ...Object.keys(open)].filter((id) => !declared.has(id));
  if (strangers.length > 0) throw new Error(`${name} does not declare ${strangers.join(', ')}.`);
  const missing = operations.filter(({ id, secured }) => (secured ? closed : open)[id] === undefined);
  if (missing.length > 0) {
    const names = missing.map(({ id, secured }) => `${id} (${secured ? 'routes' : 'openRoutes'})`);
    throw new Error(`${name}: no handler for ${names.join(', ')}.`);
  }
  if (!identity && operations.some(({ secured }) => secured)) {
    throw new Error(`${name} has operations that need a token, and no identity to verify it.`);
  }
};
