import { createHash, randomBytes } from 'node:crypto';
import type { CloudEvent } from '@yimen/case-file';
import type { EventData } from '@yimen/contracts/events';
import type { JsonObject } from '@yimen/kernel';
import {
  type Broker,
  type Consumer,
  createConsumer,
  createPublisher,
  type Publisher,
  readJson,
} from '@yimen/messaging';
import { createEnvelopes, type PrivateJwk, type PublicJwk } from '@yimen/personal-data';
import { eventually, uniqueName } from '@yimen/testing';
import type { DepartmentTopics } from '../dossiers.ts';
import { openedData } from './opened.ts';

/** What a test says about a branch; the rest is usual. */
export type BranchToOpen = Pick<EventData['branch.opened'], 'branch' | 'item'> &
  Partial<EventData['branch.opened']> & {
    /** Goes as an envelope to the department. */
    readonly persons?: { readonly form?: JsonObject; readonly applicant?: JsonObject };
  };

/** The gateway's side of the topics, as a test plays it. */
export interface GatewaySide {
  readonly newCase: () => string;
  /** Opens a branch and answers the dossier's id. */
  readonly open: (caseId: string, branch: BranchToOpen) => Promise<string>;
  readonly withdraw: (caseId: string, branch: string) => Promise<void>;
  /** Sends any event; the number and hash are made up when not given. */
  readonly send: (
    event: Partial<CloudEvent> & Pick<CloudEvent, 'type' | 'source' | 'target' | 'data'>,
  ) => Promise<void>;
  /** Everything told on the topics so far, repeats included. */
  readonly heard: () => readonly CloudEvent[];
  /** What was sealed to the gateway in a message. */
  readonly unseal: (event: CloudEvent) => JsonObject;
  /** Waits for a message of a type from a dossier. */
  readonly hears: (dossierId: string, type: string, data?: JsonObject) => Promise<CloudEvent>;
  readonly close: () => Promise<void>;
}

/** Longer than a process that has gone keeps its share of the timers. */
const PATIENCE = { tries: 1_600, pauseMs: 25 };

/** Plays the gateway on a department's topics. */
export const playGateway = async (
  broker: Broker,
  topics: DepartmentTopics,
  departmentKey: () => PublicJwk,
  gatewayKey: PrivateJwk,
): Promise<GatewaySide> => {
  const publisher: Publisher = createPublisher(broker);
  const envelopes = createEnvelopes([gatewayKey], Date.now);
  const heard: CloudEvent[] = [];
  const numbers = new Map<string, number>();
  const consumer: Consumer = createConsumer<CloudEvent>({
    broker,
    groupId: uniqueName('gateway'),
    topics: [topics.items, topics.dossiers],
    read: (message) => readJson(message) as CloudEvent,
    onBatch: async (messages) => {
      heard.push(...messages.map(({ event }) => event));
    },
    dead: async () => undefined,
  });
  await consumer.ready;

  const next = (source: string, target: string): number => {
    const number = (numbers.get(`${source}|${target}`) ?? 0) + 1;
    numbers.set(`${source}|${target}`, number);
    return number;
  };
  const send: GatewaySide['send'] = async (given) => {
    const sequence = given.sequence ?? next(given.source, given.target);
    const entryhash = createHash('sha256').update(`${given.source}/${given.target}/${sequence}`).digest('base64url');
    const event: CloudEvent = {
      specversion: '1.0',
      id: `${given.source}/${sequence}/${entryhash.slice(0, 8)}`,
      subject: given.source,
      time: '2026-03-02T01:30:00.000Z',
      datacontenttype: 'application/json',
      sequence,
      entryhash,
      ...given,
    };
    await publisher.publish([{ topic: topics.branches, key: event.subject, value: JSON.stringify(event) }]);
  };

  return {
    newCase: () => randomBytes(17).toString('base64url').slice(0, 22),
    open: async (caseId, { persons, ...branch }) => {
      const target = `${caseId}.${branch.branch}`;
      const sequence = next(caseId, target);
      const aad = `${caseId}|${target}|${sequence}`;
      const personal = persons
        ? envelopes.encryptTo(
            departmentKey(),
            { form: persons.form ?? {}, applicant: persons.applicant ?? {} },
            { aad },
          )
        : undefined;
      const data = openedData(caseId, { ...branch, ...(personal === undefined ? {} : { personal }) });
      await send({ type: 'branch.opened', source: caseId, target, sequence, data: data as unknown as JsonObject });
      return target;
    },
    withdraw: (caseId, branch) =>
      send({
        type: 'branch.withdrawal-asked',
        source: caseId,
        target: `${caseId}.${branch}`,
        data: { caseId, branch },
      }),
    send,
    heard: () => heard,
    unseal: ({ source, target, sequence, data }) =>
      envelopes.decryptWith(String(data['personal']), { aad: `${source}|${target}|${sequence}` }),
    hears: (dossierId, type, data = {}) =>
      eventually(
        () =>
          heard.find(
            (event) =>
              event.source === dossierId &&
              event.type === type &&
              Object.entries(data).every(([key, value]) => event.data[key] === value),
          ),
        PATIENCE,
      ),
    close: async () => {
      await consumer.stop();
      await publisher.close();
    },
  };
};
