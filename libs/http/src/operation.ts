import type { IncomingMessage } from 'node:http';
import type { Check, Compiler, Operation } from '@yimen/contracts';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { askedOf, type Visit } from './asked.ts';
import type { JsonReader } from './body.ts';
import { COMPLAINT_LIMIT } from './complaint.ts';
import type { LooseHandler, LooseReply } from './handler.ts';
import type { Caller } from './identity/caller.ts';
import type { Identity } from './identity/identity.ts';
import { overloaded, type Place } from './overload.ts';
import { parameterReader } from './parameters.ts';
import type { RequestRefusal } from './problem.ts';
import { parseIfMatch } from './revision.ts';

/** What an operation needs to become an endpoint. */
export interface EndpointParts {
  readonly operation: Operation;
  readonly handler: LooseHandler;
  readonly identity: Identity | undefined;
  readonly readJson: JsonReader;
  /** Compilers of the contract's schemas: coercing, plain, and with every complaint. */
  readonly compilers: { readonly coercing: Compiler; readonly plain: Compiler; readonly talkative: Compiler };
}

/** One operation, ready to be asked: token, caller, parameters, body, then the handler. */
export interface Endpoint {
  readonly operation: Operation;
  /** It knows `Prefer: wait`. */
  readonly waits: boolean;
  readonly streamsEvents: boolean;
  /** Leaves the place while a JSON body is on its way: what a client takes to send is no work of ours. */
  readonly serve: (visit: Visit, place: Place) => Promise<LooseReply | RequestRefusal | Refusal>;
}

/** Bodies up to this size get every complaint; larger ones only the first, because complaining costs. */
const TALKATIVE_BYTES = 8192;

/** Turns a declared operation and its handler into an endpoint. */
export const createEndpoint = (parts: EndpointParts): Endpoint => {
  const { operation, handler, identity } = parts;
  const readParameters = parameterReader(operation, parts.compilers.coercing);
  const readBody = bodyReader(parts);
  const declares = (name: string) => operation.parameters.some((parameter) => parameter.name === name);
  const conditional = declares('If-Match');

  return {
    operation,
    waits: declares('Prefer'),
    streamsEvents: [...operation.responses.values()].some(({ content }) => content.has('text/event-stream')),
    serve: async (visit, place) => {
      const { request, params, search } = visit;
      const caller = await callerOf(request, operation, identity);
      if (caller && isRefusal(caller)) return caller;
      const parameters = readParameters(params, search, request.headers);
      if (isRefusal(parameters)) return parameters;
      const tag = conditional ? parameters.headers['If-Match'] : undefined;
      const ifMatch = typeof tag === 'string' ? parseIfMatch(tag) : undefined;
      if (isRefusal(ifMatch)) return ifMatch;
      const body = await bodyOf(request, readBody, place);
      if (isRefusal(body)) return body;
      const asked = askedOf({ visit, operation, parameters, caller, body: body.value, ifMatch });
      return handler(asked as never); // the contract's types and its schemas are one source
    },
  };
};

const callerOf = (request: IncomingMessage, operation: Operation, identity: Identity | undefined) => {
  if (!operation.secured || !identity) return undefined;
  const caller = identity.verify(request.headers.authorization);
  return operation.callers ? Promise.resolve(caller).then((known) => admit(known, operation.callers ?? [])) : caller;
};

const admit = (caller: Caller | RequestRefusal, kinds: readonly string[]): Caller | RequestRefusal =>
  isRefusal(caller) || kinds.includes(caller.kind)
    ? caller
    : refuse('caller-kind', `This is not for a ${caller.kind}.`, { kinds });

type ReadBody = { readonly value: unknown } | RequestRefusal;
type BodyReader = (request: IncomingMessage) => Promise<ReadBody>;

const bodyOf = async (request: IncomingMessage, read: BodyReader | undefined, place: Place): Promise<ReadBody> => {
  if (!read) return { value: undefined };
  place.leave();
  const body = await read(request);
  return isRefusal(body) || place.take() ? body : overloaded;
};

/** Reads and judges the body; operations without one, or with a streamed one, have no reader of this kind. */
const bodyReader = ({ operation, readJson, compilers }: EndpointParts): BodyReader | undefined => {
  const declared = operation.body;
  if (!declared) return undefined;
  const types = [...declared.content.keys()];
  const pointer = declared.content.get('application/json');
  const check = pointer === undefined ? undefined : compilers.plain(pointer);
  let explain: Check | undefined;

  return async (request) => {
    const type = mediaTypeOf(request);
    if (type === undefined && !hasBody(request)) {
      return declared.required ? invalidBody([missing]) : { value: undefined };
    }
    if (type === undefined || !types.includes(type)) {
      return refuse('media-type-unsupported', `Send ${types.join(' or ')}.`, { types });
    }
    if (type !== 'application/json') return { value: undefined };
    const body = await readJson(request);
    if (isRefusal(body)) return body;
    const complaints = check?.(body.value);
    if (!complaints) return body;
    if (pointer === undefined || body.bytes > TALKATIVE_BYTES) return invalidBody(complaints);
    explain ??= compilers.talkative(pointer);
    return invalidBody(explain(body.value) ?? complaints);
  };
};

const missing = { keyword: 'required', instancePath: '', schemaPath: '', params: {} };

const invalidBody = (complaints: NonNullable<RequestRefusal['complaints']>): RequestRefusal => ({
  ...refuse('request-invalid', 'The body is not valid.'),
  place: 'body',
  complaints: complaints.slice(0, COMPLAINT_LIMIT),
});

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** The media type, lower case; `undefined` for a charset or an encoding that we do not read. */
const mediaTypeOf = ({ headers }: IncomingMessage): string | undefined => {
  const header = headers['content-type'];
  if (header === undefined || (headers['content-encoding'] ?? 'identity') !== 'identity') return undefined;
  if (header === 'application/json') return header;
  const [type = '', ...parameters] = header.toLowerCase().split(';');
  const charset = parameters
    .map((one) => /^\s*charset="?([^"]*)"?\s*$/.exec(one)?.[1])
    .find((one) => one !== undefined);
  const media = type.trim();
  return media === 'application/json' && charset !== undefined && charset !== 'utf-8' ? undefined : media;
};
