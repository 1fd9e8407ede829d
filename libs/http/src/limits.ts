import { JSON_DEPTH_LIMIT } from '@yimen/kernel';
import type { BodyLimits } from './body.ts';
import type { StreamLimits } from './event-stream.ts';
import type { OverloadLimits } from './overload.ts';

/** Every limit of the HTTP border, by name and unit. */
export interface HttpLimits extends BodyLimits, StreamLimits, OverloadLimits {
  /** An operation answers within so long after the last of its request, and the `Prefer: wait` that it asked for. */
  readonly answerMs: number;
}

/** What holds unless a service says otherwise. */
export const standardLimits: HttpLimits = {
  bodyBytes: 262_144,
  arrivalMs: 12_000, // 22 kB/s for the largest body
  arrivingBytes: 67_108_864, // 256 of the largest bodies
  depth: JSON_DEPTH_LIMIT - 8, // room for the envelope that a body is stored in
  listLength: 1_000,
  streams: 2_000,
  heartbeatMs: 15_000,
  unsentBytes: 262_144,
  concurrent: 1_000,
  waiting: 5_000,
  loopDelayMs: 300,
  answerMs: 12_000, // a store that is away shows after ten seconds at most, but one thing after another may be away
};
