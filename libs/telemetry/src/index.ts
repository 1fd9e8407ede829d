export type { Logger } from 'pino';
export { type EventLoopLoad, type EventLoopWatch, watchEventLoop } from './event-loop.ts';
export { createLogger, type LoggerParts } from './logger.ts';
export { LINE_LIMIT, MASK, maskLine, maskText } from './mask.ts';
export { createMetrics, type Labels, type Metrics, SERIES_LIMIT } from './metrics.ts';
export { type MetricName, metricNames, type SpanName, spanNames } from './names.ts';
export { isPersonalName } from './personal-names.ts';
export { parseTraceparent, type TraceContext, toTraceparent } from './traceparent.ts';
export { createTracer, type FinishedSpan, type Tracer, type TracerParts } from './tracer.ts';
