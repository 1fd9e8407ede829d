import type { Json, JsonObject } from '@yimen/kernel';

/** A CloudEvents 1.0 message in structured JSON, as every topic carries it. */
export interface CloudEvent<T extends JsonObject = JsonObject> {
  readonly specversion: '1.0';
  /** `<source>/<n>/<first 8 of hash>`: unique after a restore, too. */
  readonly id: string;
  /** Id of the emitting document. */
  readonly source: string;
  readonly type: string;
  /** The case id; also the Kafka key. */
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Dense from 1 per (source, target). */
  readonly sequence: number;
  /** Id of the receiving document, or the topic for broadcasts. */
  readonly target: string;
  /** Hash of the entry that this message tells. */
  readonly entryhash: string;
  /** After a restore of the source: it has lost what it had numbered from here up to this message. */
  readonly resumes?: number;
  readonly traceparent?: string;
  readonly data: T;
  readonly [extension: string]: Json | undefined;
}
