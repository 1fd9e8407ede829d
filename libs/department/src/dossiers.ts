import type { LegacySystem } from '@yimen/adapter';
import {
  type CaseFiles,
  type Chaser,
  createCaseFiles,
  createChaser,
  createMongoStore,
  createNonces,
  createRelay,
  createTimers,
  type Relay,
  type Restore,
  type Restores,
  relayRequest,
  type Timers,
} from '@yimen/case-file';
import { newId, toInstant } from '@yimen/kernel';
import { createDeadLetters, originalOf } from '@yimen/messaging';
import { declareIndexes } from '@yimen/store';
import type { Logger } from '@yimen/telemetry';
import type { GatewayKeys } from './branches/gateway-keys.ts';
import { createRender, typeOf } from './branches/telling.ts';
import { type Days, dayOf } from './dossier/clock.ts';
import type { DossierCommand } from './dossier/commands.ts';
import { createDossier } from './dossier/dossier.ts';
import type { Doubt } from './dossier/restored.ts';
import type { Dossier } from './dossier/state.ts';
import { type DepartmentRules, givenBy } from './exchanges/rules.ts';
import type { Ground } from './ground.ts';
import { listIndexes } from './work/list.ts';

/** The topics of one department. */
export interface DepartmentTopics {
  readonly items: string;
  readonly branches: string;
  readonly dossiers: string;
}

/** What the dossiers of a department are opened with. */
export interface DossiersParts {
  readonly ground: Ground;
  readonly gatewayKeys: GatewayKeys;
  readonly topics: DepartmentTopics;
  readonly systems: ReadonlyMap<string, LegacySystem>;
  readonly rules: DepartmentRules;
  readonly days: Days;
  readonly restores: Restores;
  readonly instance: string;
  readonly log: Logger;
}

/** All dossiers, and what carries their news and wakes them. */
export interface Dossiers {
  /** Names this process among those of the service, until it ends. */
  readonly writer: string;
  readonly files: CaseFiles<Dossier, DossierCommand>;
  readonly relay: Relay;
  readonly timers: Timers;
  readonly chaser: Chaser;
}

/** Opens the dossiers of a department: one door, its relay, its timers, and the chaser of what the gateway owes. */
export const openDossiers = async (parts: DossiersParts): Promise<Dossiers> => {
  const { ground, topics, systems, log } = parts;
  const { store, publisher, clocks, keyring } = ground;
  const bury = createDeadLetters(publisher);
  const aggregate = createDossier({
    topic: topics.dossiers,
    days: parts.days,
    rulesOf: (system) => systems.get(system)?.rules,
    givenBy: givenBy(parts.rules),
    ...doubtAfter(parts.restores.last),
  });
  const caseStore = await createMongoStore(store, aggregate.name);
  await declareFindIndexes(parts);
  const writer = `${parts.instance}-${newId()}`;
  const files = createCaseFiles<Dossier, DossierCommand>({
    aggregate,
    store: caseStore,
    keyring,
    nonces: createNonces(writer),
    restores: parts.restores,
    clocks,
    onFault: (err) => log.error({ err }, 'Work in the background failed'),
    inbox: {
      dead: async ({ id, message }, reason) => {
        const why = reason instanceof Error ? `fault: ${reason.name}` : reason.refusal;
        log.error({ dossierId: id, type: message.type, reason: why }, 'A message was put aside');
        await bury(originalOf(message), why);
      },
      alarm: (fork) => log.error({ ...fork }, 'Two messages bear one number'),
      disowned: (lost) => log.error({ ...lost }, 'A source was restored and has lost messages that were taken here'),
      askAgain: (source, target, from) =>
        publisher.publish([
          relayRequest(
            topics.dossiers,
            { source, target, from },
            { caseId: source, id: newId(), time: toInstant(clocks.business()) },
          ),
        ]),
    },
  });
  const relay = createRelay({
    files,
    publish: publisher.publish,
    subjectOf: ({ state }) => state.caseId ?? '',
    typeOf,
    render: createRender({ envelopes: ground.envelopes, keys: parts.gatewayKeys }),
  });
  const timers = createTimers({
    files,
    name: 'dossier',
    member: writer,
    command: () => ({
      step: 'wake' as const,
      actor: { subject: 'timer', kind: 'system' as const },
      at: toInstant(clocks.business()),
    }),
  });
  return { writer, files, relay, timers, chaser: createChaser(files) };
};

const DAY_MS = 86_400_000;
/** As long as a topic or a caller's key may bring back what was before. */
const DOUBT_DAYS = 30;

const doubtAfter = (last: Restore | undefined): { readonly doubt?: Doubt } => {
  if (!last) return {};
  const until = toInstant(Date.parse(last.at) + DOUBT_DAYS * DAY_MS);
  // a filing that got no answer may be sent again the next day, under the same key
  const receivedUntil = dayOf(toInstant(Date.parse(last.businessAt) + DAY_MS));
  return { doubt: { from: last.at, until, receivedUntil } };
};

/** Each index holds only the dossiers that have its first scalar, so that the others pay nothing for it. */
const declareFindIndexes = async ({ ground }: DossiersParts): Promise<void> => {
  const index = (scalars: readonly string[], unique = false) => ({
    collection: 'dossiers',
    key: Object.fromEntries([...scalars.map((scalar) => `find.${scalar}`), ...(unique ? [] : ['_id'])].map(ascending)),
    options: { partialFilterExpression: { [`find.${scalars[0]}`]: { $exists: true } }, ...(unique ? { unique } : {}) },
  });
  await declareIndexes(ground.store, [
    ...listIndexes.map((scalars) => index(scalars)),
    index(['system', 'dueAt']),
    index(['keys'], true),
    index(['receipts']),
  ]);
};

const ascending = (field: string): [string, 1] => [field, 1];
