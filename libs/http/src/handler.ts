import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Refusal } from '@yimen/kernel';
import type { EventStream } from './event-stream.ts';
import type { Caller } from './identity/caller.ts';
import type { Language } from './language.ts';

/** What openapi-typescript writes for one operation. */
interface OperationTypes {
  parameters: { query?: unknown; header?: unknown; path?: unknown; cookie?: unknown };
  requestBody?: unknown;
  responses: unknown;
}

type Present<T> = [NonNullable<T>] extends [never] ? Record<never, never> : NonNullable<T>;
type Headers<O extends OperationTypes> = Present<O['parameters']['header']>;
type JsonOf<B> = B extends { content: { 'application/json': infer T } } ? T : undefined;
type BodyOf<O extends OperationTypes> = O extends { requestBody: infer B }
  ? JsonOf<B>
  : O extends { requestBody?: infer B }
    ? [NonNullable<B>] extends [never]
      ? undefined
      : JsonOf<NonNullable<B>> | undefined
    : undefined;
type HeaderOf<H, Name extends string, Parsed> = H extends { [K in Name]: unknown }
  ? Parsed
  : H extends { [K in Name]?: unknown }
    ? Name extends keyof H
      ? Parsed | undefined
      : undefined
    : undefined;

/** A request that has passed its contract: everything parsed, coerced and typed from it. */
export interface ApiRequest<O extends OperationTypes = OperationTypes> {
  readonly params: Present<O['parameters']['path']>;
  readonly query: Present<O['parameters']['query']>;
  readonly headers: Headers<O>;
  readonly body: BodyOf<O>;
  readonly caller: Caller;
  /** The revision of `If-Match`, where the contract declares the header. */
  readonly ifMatch: HeaderOf<Headers<O>, 'If-Match', number>;
  /** Where the contract declares the header. */
  readonly idempotencyKey: HeaderOf<Headers<O>, 'Idempotency-Key', string>;
  readonly language: Language;
  /** How long `Prefer: wait` lets us wait for news; 0 when it does not. */
  readonly waitMs: number;
  /** The client's address: of the connection, or as the proxies tell it that `trustedProxies` names. */
  readonly address: string;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
  /** Digest of operation, path, query and body, for the same-key-other-body check. */
  readonly digest: () => string;
  /** The bare request: for streamed bodies, nothing else. */
  readonly raw: IncomingMessage;
}

/** A request of an operation with `security: []`: nobody knows who asks. */
export type OpenRequest<O extends OperationTypes = OperationTypes> = Omit<ApiRequest<O>, 'caller'>;

type Declared<H> = { [K in keyof H as string extends K ? never : K]: H[K] };
type HeadersToSend<R> = R extends { headers: infer H }
  ? Record<never, never> extends Declared<H>
    ? { readonly headers?: Declared<H> & Readonly<Record<string, string>> }
    : { readonly headers: Declared<H> & Readonly<Record<string, string>> }
  : unknown;
type ContentToSend<R> = R extends { content: infer C }
  ? C extends { 'application/json': infer T }
    ? { readonly body: T }
    : C extends { 'text/event-stream': unknown }
      ? { readonly events: (stream: EventStream) => void }
      : { readonly stream: Readable | Buffer | string; readonly type?: string }
  : unknown;
type Success<S> = S extends number ? (`${S}` extends `${'2' | '3'}${string}` ? S : never) : never;

/** A success that the contract declares: `{status, headers, body}`, `{status, stream, type}` or `{status, events}`. */
export type ApiReply<O extends OperationTypes> = {
  [S in Success<keyof O['responses']>]: { readonly status: S } & ContentToSend<O['responses'][S]> &
    HeadersToSend<O['responses'][S]>;
}[Success<keyof O['responses']>];

type Answer<O extends OperationTypes> = ApiReply<O> | Refusal | Promise<ApiReply<O> | Refusal>;

/** One operation: a typed request in, a declared reply or a refusal out. Outages and faults are thrown. */
export type Handler<O extends OperationTypes> = (request: ApiRequest<O>) => Answer<O>;

/** The same without a caller. */
export type OpenHandler<O extends OperationTypes> = (request: OpenRequest<O>) => Answer<O>;

/** Handlers by operationId. */
export type Routes<Operations> = {
  readonly [Id in keyof Operations]?: Operations[Id] extends OperationTypes ? Handler<Operations[Id]> : never;
};

/** Handlers of operations with `security: []`. */
export type OpenRoutes<Operations> = {
  readonly [Id in keyof Operations]?: Operations[Id] extends OperationTypes ? OpenHandler<Operations[Id]> : never;
};

/** A reply with its types forgotten, as the sending side sees it. */
export interface LooseReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly stream?: Readable | Buffer | string;
  readonly type?: string;
  readonly events?: (stream: EventStream) => void;
}

/** A handler with its types forgotten. */
export type LooseHandler = (request: never) => LooseReply | Refusal | Promise<LooseReply | Refusal>;
