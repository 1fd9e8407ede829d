import type { Aggregate } from '../aggregate.ts';
import type { CloudEvent } from '../cloud-event.ts';
import { type CaseFiles, createCaseFiles, createNonces } from '../door/case-files.ts';
import type { Forgotten } from '../history/draft.ts';
import type { Delivery, Disowned, Fork, InboxCallbacks } from '../inbox/delivery.ts';
import type { Limits } from '../limits.ts';
import type { RelayLimits } from '../relay/limits.ts';
import type { OutgoingEvent } from '../relay/message.ts';
import { createRelay, type Relay } from '../relay/relay.ts';
import { createMemory, createMemoryStore, type Memory } from '../store/memory/memory-store.ts';
import type { CaseStore } from '../store/port.ts';
import { MORNING, officer, type Permit, type PermitCommand, permit } from './permit.ts';

/** Permits of one process on the twin, with what it told and was told of. */
export interface Office {
  readonly files: CaseFiles<Permit, PermitCommand>;
  readonly memory: Memory;
  readonly store: CaseStore;
  readonly time: { business: number; system: number };
  readonly dead: { readonly delivery: Delivery<PermitCommand>; readonly reason: unknown }[];
  readonly forks: Fork[];
  readonly disowned: Disowned[];
  readonly asked: [source: string, target: string, from: number][];
  readonly faults: unknown[];
}

/** How an office differs from the usual one. */
export interface OfficeOptions {
  readonly name?: string;
  readonly memory?: Memory;
  readonly store?: (store: CaseStore) => CaseStore;
  readonly limits?: Partial<Limits>;
  readonly inbox?: Partial<InboxCallbacks<PermitCommand>>;
  readonly restores?: Partial<Forgotten>;
  readonly aggregate?: Aggregate<Permit, PermitCommand>;
}

/** Opens an office; several may share one memory. */
export const openOffice = (options: OfficeOptions = {}): Office => {
  const memory = options.memory ?? createMemory();
  const honest = createMemoryStore(memory);
  const store = options.store?.(honest) ?? honest;
  const time = { business: Date.parse(MORNING), system: 0 };
  const heard: Pick<Office, 'dead' | 'forks' | 'disowned' | 'asked' | 'faults'> = {
    dead: [],
    forks: [],
    disowned: [],
    asked: [],
    faults: [],
  };
  const files = createCaseFiles<Permit, PermitCommand>({
    aggregate: options.aggregate ?? permit,
    restores: { toldBefore: () => undefined, revisionsAbove: 0, ...options.restores },
    store,
    nonces: createNonces(options.name ?? 'a'),
    clocks: { business: () => time.business, system: () => time.system },
    ...(options.limits ? { limits: options.limits } : {}),
    pause: async (ms) => {
      time.system += ms;
    },
    onFault: (fault) => heard.faults.push(fault),
    inbox: {
      dead: (delivery, reason) => void heard.dead.push({ delivery, reason }),
      alarm: (fork) => void heard.forks.push(fork),
      disowned: (lost) => void heard.disowned.push(lost),
      askAgain: (...question) => void heard.asked.push(question),
      ...options.inbox,
    },
  });
  return { files, memory, store, time, ...heard };
};

/** A relay of the office that publishes into a list, and may fail. */
export const openRelay = (
  { files }: Office,
  options: {
    readonly fail?: (messages: readonly OutgoingEvent[]) => Error | undefined | Promise<Error | undefined>;
    readonly limits?: Partial<RelayLimits>;
    /** What cannot be rendered for now, or ever. */
    readonly trouble?: (id: string) => Error | undefined;
  } = {},
): { readonly relay: Relay; readonly told: CloudEvent[] } => {
  const told: CloudEvent[] = [];
  const relay = createRelay<Permit, PermitCommand>({
    files,
    publish: async (messages: readonly OutgoingEvent[]) => {
      const failure = await options.fail?.(messages);
      if (failure) throw failure;
      for (const { value } of messages) told.push(JSON.parse(value) as CloudEvent);
    },
    subjectOf: ({ id }) => `case-of-${id}`,
    render: ({ data }, _address, { id }) => {
      const trouble = options.trouble?.(id);
      if (trouble) throw trouble;
      return data;
    },
    limits: { markDelayMs: 0, ...options.limits },
  });
  return { relay, told };
};

const by = { actor: officer, at: MORNING };

/** Files a permit that two others and a broadcast are told of. */
export const fileFor = (title: string, rest: { dueAt?: string; tellTo?: readonly string[] } = {}): PermitCommand => ({
  step: 'file',
  title,
  tellTo: ['d1'],
  ...rest,
  ...by,
});
export const renameTo = (title: string): PermitCommand => ({ step: 'rename', title, ...by });
export const closeIt: PermitCommand = { step: 'close', ...by };

/** Files a permit, once however often. */
export const file = (office: Office, id = 'p1', title = 'A') =>
  office.files.handle(id, fileFor(title), { id: `k-${id}` }, { create: true });

/** Gives a permit another title. */
export const rename = (office: Office, title: string, id = 'p1') =>
  office.files.handle(id, renameTo(title), { id: `k-${title}` });

/** The numbers of what `d1` was told. */
export const toD1 = (told: readonly { readonly target: string; readonly sequence: number }[]): readonly number[] =>
  told.filter(({ target }) => target === 'd1').map(({ sequence }) => sequence);

/** The n-th message of a source, as its relay would tell it. */
export const messageFrom = (source: string, sequence: number, rest: Partial<CloudEvent> = {}): CloudEvent => ({
  specversion: '1.0',
  id: `${source}/${sequence}/hash${sequence}`,
  source,
  type: 'permit.renamed',
  subject: 'c1',
  time: MORNING,
  datacontenttype: 'application/json',
  sequence,
  target: 'd1',
  entryhash: `hash-${sequence}`,
  data: {},
  ...rest,
});

/** What the message means to the receiving permit: a word heard. */
export const deliver = (message: CloudEvent, word = message.id, create = true): Delivery<PermitCommand> => ({
  id: message.target,
  message,
  create,
  command: { step: 'hear', word, ...by },
});
