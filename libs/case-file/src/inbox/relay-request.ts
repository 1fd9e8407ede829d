import type { CloudEvent } from '../cloud-event.ts';
import type { OutgoingEvent } from '../relay/message.ts';

/** What is missed: messages of a source to a target, from a number on. */
interface Missed {
  readonly source: string;
  readonly target: string;
  readonly from: number;
}

/**
 * Asks a source, on the topic that it reads, to publish again what it told a target. It bears sequence 0 and no hash, for
 * it is no part of any history; its subject is the case, like that of all messages about it, so that it keeps their order.
 */
export const relayRequest = (
  topic: string,
  missed: Missed,
  { caseId, id, time }: { readonly caseId: string; readonly id: string; readonly time: string },
): OutgoingEvent => {
  const event: CloudEvent = {
    specversion: '1.0',
    id,
    source: missed.target,
    type: 'relay.requested',
    subject: caseId,
    time,
    datacontenttype: 'application/json',
    sequence: 0,
    target: missed.source,
    entryhash: '',
    data: { ...missed },
  };
  return { topic, key: caseId, value: JSON.stringify(event) };
};
