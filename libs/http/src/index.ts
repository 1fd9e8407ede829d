export type { Answers } from './answers.ts';
export { type AppParts, createApp } from './app.ts';
export type { Complaint, Place } from './complaint.ts';
export { expectContract, type ObservedResponse, problemDifferences } from './contract-checks.ts';
export { decodeCursor, encodeCursor, type Position, pageOf } from './cursor.ts';
export { requestDigest } from './digest.ts';
export type { EventStream, LiveEvent } from './event-stream.ts';
export { climbs, connectService, forward, type ServicePool } from './forward.ts';
export type { ApiReply, ApiRequest, Handler, OpenHandler, OpenRequest, OpenRoutes, Routes } from './handler.ts';
export type { ReadyCheck } from './health.ts';
export {
  type Caller,
  type CallerKind,
  callerKinds,
  hasRole,
  type Rank,
  ranks,
} from './identity/caller.ts';
export { type Claims, callerOf } from './identity/claims.ts';
export { createIdentity, type Identity, type IdentityOptions } from './identity/identity.ts';
export { createServiceTokens, type ServiceTokenOptions, type ServiceTokens } from './identity/service-tokens.ts';
export { type Language, languageOf } from './language.ts';
export { type HttpLimits, standardLimits } from './limits.ts';
export { WAIT_LIMIT_S, waitMsOf } from './prefer.ts';
export { PROBLEM_TYPE, type Problem, problemOf, type RequestRefusal } from './problem.ts';
export { type Answerable, type RefusalTable, standardRefusals } from './refusals.ts';
export { etagOf, matchRevision, parseIfMatch } from './revision.ts';
export { type DrainLimits, type RunningServer, startServer, stopOnSignal } from './server.ts';
