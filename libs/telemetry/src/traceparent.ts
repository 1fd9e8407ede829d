const SHAPE = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-.*)?$/;
const LENGTH_LIMIT = 512;

/** The trace id of a `traceparent` (W3C); undefined when it is absent or not right, which is never an error. */
export const traceIdOf = (text: string | undefined): string | undefined => {
  if (text === undefined || text.length > LENGTH_LIMIT) return undefined;
  const [, version, traceId = '', spanId = '', rest] = SHAPE.exec(text) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  return /^0+$/.test(traceId) || /^0+$/.test(spanId) ? undefined : traceId;
};
