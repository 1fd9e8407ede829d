import type { CloudEvent, Entry, NumberedAddress, OutgoingEvent } from '@yimen/case-file';
import type { JsonObject } from '@yimen/kernel';
import { type DossierFactType, TOLD_AS } from '../dossier/facts.ts';

/** The CloudEvent type under which an entry is told. */
export const typeOf = ({ type }: Entry): string => TOLD_AS[type as DossierFactType] ?? type;

/** What of an entry leaves the department: exactly its told part. */
export const render = ({ data }: Entry, _address: NumberedAddress): JsonObject | undefined =>
  data['told'] as JsonObject | undefined;

/** Asks a source to publish again what it told this target, from a number on. Not part of any history. */
export const relayRequest = (
  topic: string,
  asked: { readonly source: string; readonly target: string; readonly from: number },
  time: string,
): OutgoingEvent => {
  const subject = asked.source;
  const event: CloudEvent = {
    specversion: '1.0',
    id: `${asked.target}/0/${asked.from}/${time}`,
    source: asked.target,
    type: 'relay.requested',
    subject,
    time,
    datacontenttype: 'application/json',
    sequence: 0,
    target: asked.source,
    entryhash: '',
    data: { ...asked },
  };
  return { topic, key: subject, value: JSON.stringify(event) };
};
