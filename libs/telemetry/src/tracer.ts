import { AsyncLocalStorage } from 'node:async_hooks';
import type { SpanName } from './names.ts';
import { parseTraceparent, type TraceContext, toTraceparent } from './traceparent.ts';

/** A piece of work that is done, for whoever exports spans. */
export interface FinishedSpan {
  readonly name: SpanName;
  readonly context: TraceContext;
  readonly parentSpanId?: string;
  /** By the given clock. */
  readonly startedMs: number;
  readonly durationMs: number;
  readonly failed: boolean;
}

/** Carries the trace through everything that a piece of work awaits. */
export interface Tracer {
  readonly current: () => TraceContext | undefined;
  /** The `traceparent` to send along with a call or a message made now. */
  readonly traceparent: () => string | undefined;
  /** Runs work that came with a `traceparent`, as a new piece of that trace; without a right one, of a new trace. */
  readonly resume: <T>(traceparent: string | undefined, work: () => T) => T;
  /** Runs work as a named piece of the current trace, or of a new one, and tells `onEnd` when it is done. */
  readonly span: <T>(name: SpanName, work: () => Promise<T>) => Promise<T>;
}

/** What a tracer is made of. `onEnd` is the seam for OpenTelemetry; `now` is needed only with it. */
export interface TracerParts {
  readonly randomBytes: (size: number) => Uint8Array;
  readonly now?: () => number;
  readonly onEnd?: (span: FinishedSpan) => void;
  /** Is a new trace recorded? Traces that come from outside bring their own answer. */
  readonly sample?: () => boolean;
}

/** Makes a tracer; one per process. */
export const createTracer = ({ randomBytes, now = () => 0, onEnd, sample = () => true }: TracerParts): Tracer => {
  const storage = new AsyncLocalStorage<TraceContext>();
  const newId = (bytes: number): string => {
    const id = Buffer.from(randomBytes(bytes)).toString('hex');
    return /^0+$/.test(id) ? id.replace(/0$/, '1') : id; // all zeros means "none" in W3C's words
  };
  const childOf = (parent: TraceContext | undefined): TraceContext => ({
    traceId: parent?.traceId ?? newId(16),
    spanId: newId(8),
    sampled: parent?.sampled ?? sample(),
  });

  const span = async <T>(name: SpanName, work: () => Promise<T>): Promise<T> => {
    const parent = storage.getStore();
    const context = childOf(parent);
    if (!onEnd || !context.sampled) return storage.run(context, work);
    const startedMs = now();
    let failed = true;
    try {
      const result = await storage.run(context, work);
      failed = false;
      return result;
    } finally {
      const parentSpan = parent ? { parentSpanId: parent.spanId } : {};
      onEnd({ name, context, ...parentSpan, startedMs, durationMs: now() - startedMs, failed });
    }
  };

  return Object.freeze({
    current: () => storage.getStore(),
    traceparent: () => {
      const context = storage.getStore();
      return context && toTraceparent(context);
    },
    resume: <T>(traceparent: string | undefined, work: () => T): T =>
      storage.run(childOf(parseTraceparent(traceparent)), work),
    span,
  });
};
