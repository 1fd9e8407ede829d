/** Where a piece of work stands in its trace (W3C Trace Context). */
export interface TraceContext {
  /** 32 hex digits, the same from the window to the legacy system. */
  readonly traceId: string;
  /** 16 hex digits, of this piece. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const SHAPE = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const LENGTH_LIMIT = 512;

/** Reads a `traceparent`; undefined when it is absent or not right, which is never an error. */
export const parseTraceparent = (text: string | undefined): TraceContext | undefined => {
  if (text === undefined || text.length > LENGTH_LIMIT) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', rest] = SHAPE.exec(text) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
};

/** Writes a `traceparent` for headers and messages. */
export const toTraceparent = ({ traceId, spanId, sampled }: TraceContext): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
