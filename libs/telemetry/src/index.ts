export type { Logger } from 'pino';
export { type EventLoopWatch, watchEventLoop } from './event-loop.ts';
export { createLogger, type LoggerParts } from './logger.ts';
export { traceIdOf } from './traceparent.ts';
