import { type Refusal, refuse } from '@yimen/kernel';
import { bundle } from './bundle.ts';
import { type Check, createCompiler } from './compiler.ts';
import { atPointer, isNode, type Node } from './document.ts';

/** The AsyncAPI document, and where each type's data schema stands in its self-contained form. */
export interface EventContract {
  readonly document: Node;
  /** CloudEvent type to the name of its data schema under `components.schemas`. */
  readonly data: ReadonlyMap<string, string>;
  /** Topic to the types that travel on it. */
  readonly channels: ReadonlyMap<string, readonly string[]>;
}

/** Judges the `data` of events by type. */
export interface EventValidators {
  readonly knows: (type: string) => boolean;
  /** Nothing when the data fits its type, else the refusal `event-unreadable` with the pointer of the first mistake. */
  readonly check: (type: string, data: unknown) => Refusal | undefined;
}

/** Reads `libs/contracts/events/asyncapi.yaml` and the schemas that it refers to. */
export const loadEvents = (): EventContract => {
  const document = bundle(new URL('../events/asyncapi.yaml', import.meta.url));
  const messages = nodesOf(atPointer(document, '/components/messages'));
  const channels = nodesOf(document['channels']);
  return {
    document,
    data: new Map(messages.map(([type]) => [type, dataSchemaOf(document, type)])),
    channels: new Map(
      channels.map(([, channel]) => [String(channel['address']), nodesOf(channel['messages']).map(([type]) => type)]),
    ),
  };
};

/** Publications are taken whole or not at all: an item of which only a part is known must not be offered. */
const WHOLE: ReadonlySet<string> = new Set(['item.published', 'package.published']);

/** Compiles one validator per CloudEvent type, to the letter: for who tells. Do it once, at start. */
export const compileEventValidators = (contract: EventContract = loadEvents()): EventValidators =>
  validatorsOf(contract, () => false);

/**
 * The same for who hears: what a newer version of the teller has added is taken out of the data and passed over, so that
 * versions N and N+1 can run side by side. Publications are judged to the letter all the same.
 */
export const compileEventReaders = (contract: EventContract = loadEvents()): EventValidators =>
  validatorsOf(contract, (type) => !WHOLE.has(type));

const validatorsOf = (contract: EventContract, isTolerant: (type: string) => boolean): EventValidators => {
  const strict = createCompiler(contract.document);
  const tolerant = createCompiler(contract.document, { dropUnknown: true });
  const checks = new Map<string, Check>();
  for (const [type, schema] of contract.data)
    checks.set(type, (isTolerant(type) ? tolerant : strict)(`/components/schemas/${schema}`));
  return {
    knows: (type) => checks.has(type),
    check: (type, data) => {
      const check = checks.get(type);
      if (!check) return refuse('event-unknown', `There is no event type ${type}.`);
      const [first] = check(data) ?? [];
      return first && refuse('event-unreadable', `${type}: ${first.message}.`, { pointer: first.instancePath });
    },
  };
};

const dataSchemaOf = (document: Node, type: string): string => {
  const reference = atPointer(document, `/components/messages/${type}/payload/allOf/1/properties/data/$ref`);
  if (typeof reference !== 'string') throw new Error(`asyncapi.yaml: ${type} names no data schema.`);
  return reference.slice(reference.lastIndexOf('/') + 1);
};

const nodesOf = (value: unknown): [string, Node][] =>
  Object.entries(isNode(value) ? value : {}).filter((entry): entry is [string, Node] => isNode(entry[1]));
