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
  type FindIndex,
  type Relay,
  type Restore,
  type Restores,
  relayRequest,
  type Timers,
} from '@yimen/case-file';
import { newId, toInstant } from '@yimen/kernel';
import { createDeadLetters, originalOf } from '@yimen/messaging';
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
  const caseStore = await createMongoStore(store, aggregate.name, { indexes: dossierIndexes });
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

/** One for each question that is asked about dossiers. */
const dossierIndexes: readonly FindIndex[] = [
  ...listIndexes,
  { key: { system: 1, dueAt: 1 } },
  { key: { keys: 1 }, unique: true },
  { key: { receipts: 1 } },
];
