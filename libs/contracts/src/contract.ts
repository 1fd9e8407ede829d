import { bundle } from './bundle.ts';
import { atPointer, escapePointer, isNode, type Node } from './document.ts';

/** Methods that a contract may use, lower case as OpenAPI writes them. */
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** One of them. */
export type Method = (typeof methods)[number];

/** A declared parameter. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Node;
  /** A list written as one comma-separated value (`explode: false`). */
  readonly commaSeparated: boolean;
}

/** A declared body: media type to the pointer of its schema (`undefined`: anything goes). */
export type Content = ReadonlyMap<string, string | undefined>;

/** A declared response. */
export interface Response {
  readonly content: Content;
  readonly requiredHeaders: readonly string[];
}

/** One operation of a contract, everything resolved that is not a schema. */
export interface Operation {
  readonly id: string;
  readonly method: Method;
  /** As declared, with `{names}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly content: Content } | undefined;
  /** By `200`, `4XX` or `default`. */
  readonly responses: ReadonlyMap<string, Response>;
  /** False where the contract says `security: []`. */
  readonly secured: boolean;
  /** `x-safe`: a POST that nobody minds twice (a search, a ticket), so that it needs no Idempotency-Key. */
  readonly safe: boolean;
  /** `x-callers`: the kinds of caller that may ask at all; `undefined`: every kind. */
  readonly callers: readonly string[] | undefined;
}

/** A service's OpenAPI document, ready to serve, to validate from and to route by. */
export interface Contract {
  readonly name: string;
  /** Self-contained: every `$ref` is local. */
  readonly document: Node;
  readonly operations: readonly Operation[];
  /** `x-problems`: reason of each refusal that the service may answer, and its status. */
  readonly problems: ReadonlyMap<string, number>;
}

const loaded = new Map<string, Contract>();

/** Reads `libs/contracts/<name>/openapi.yaml`, once in a process; throws with the place of the first mistake. */
export const loadContract = (name: string): Contract => {
  const known = loaded.get(name) ?? readContract(name, new URL(`../${name}/openapi.yaml`, import.meta.url));
  loaded.set(name, known);
  return known;
};

/** Reads an OpenAPI 3.1 document from any file. */
export const readContract = (name: string, file: URL): Contract => {
  const document = bundle(file);
  const paths = isNode(document['paths']) ? document['paths'] : {};
  const operations = Object.keys(paths).flatMap((path) => operationsOf(document, path));
  const twice = operations.find(({ id }, index) => operations.findIndex((other) => other.id === id) !== index);
  if (twice) throw new Error(`${name}: two operations are called ${twice.id}.`);
  return { name, document, operations, problems: problemsOf(name, document) };
};

const operationsOf = (document: Node, path: string): Operation[] => {
  const place = `/paths/${escapePointer(path)}`;
  return methods
    .filter((method) => isNode(atPointer(document, `${place}/${method}`)))
    .map((method) => operationAt(document, { path, method, place }));
};

const operationAt = (
  document: Node,
  { path, method, place }: { path: string; method: Method; place: string },
): Operation => {
  const declared = nodeAt(document, `${place}/${method}`);
  const id = declared.node['operationId'];
  if (typeof id !== 'string') throw new Error(`${method.toUpperCase()} ${path} has no operationId.`);
  const security = declared.node['security'] ?? document['security'];
  const callers = declared.node['x-callers'];
  return {
    id,
    method,
    path,
    parameters: parametersOf(document, [`${place}/parameters`, `${place}/${method}/parameters`]),
    body: bodyOf(document, `${place}/${method}/requestBody`),
    responses: responsesOf(document, `${place}/${method}/responses`),
    secured: Array.isArray(security) && security.length > 0,
    safe: method === 'get' || declared.node['x-safe'] === true,
    callers: Array.isArray(callers) ? callers.map(String) : undefined,
  };
};

const parametersOf = (document: Node, lists: readonly string[]): Parameter[] => {
  const found = new Map<string, Parameter>();
  for (const list of lists) {
    const declared = atPointer(document, list);
    for (let i = 0; Array.isArray(declared) && i < declared.length; i++) {
      const parameter = parameterAt(document, `${list}/${i}`);
      found.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  return [...found.values()];
};

const parameterAt = (document: Node, place: string): Parameter => {
  const { node } = nodeAt(document, place);
  const { name, in: where, required, schema, explode, style } = node;
  if (typeof name !== 'string' || !isNode(schema)) throw new Error(`${place} needs a name and a schema.`);
  if (where !== 'path' && where !== 'query' && where !== 'header') throw new Error(`${place} is in ${where}.`);
  if (style !== undefined && style !== 'form' && style !== 'simple') throw new Error(`${place} has style ${style}.`);
  return {
    name,
    in: where,
    required: where === 'path' || required === true,
    schema,
    commaSeparated: explode === false,
  };
};

const bodyOf = (document: Node, place: string): Operation['body'] => {
  if (atPointer(document, place) === undefined) return undefined;
  const { node, pointer } = nodeAt(document, place);
  return { required: node['required'] === true, content: contentOf(node, pointer) };
};

const responsesOf = (document: Node, place: string): Operation['responses'] => {
  const { node } = nodeAt(document, place);
  return new Map(
    Object.keys(node).map((status) => {
      const { node: response, pointer } = nodeAt(document, `${place}/${status}`);
      const headers = isNode(response['headers']) ? Object.keys(response['headers']) : [];
      const requiredHeaders = headers.filter(
        (header) => nodeAt(document, `${pointer}/headers/${escapePointer(header)}`).node['required'] === true,
      );
      return [status, { content: contentOf(response, pointer), requiredHeaders }];
    }),
  );
};

const contentOf = (node: Node, pointer: string): Content => {
  const content = isNode(node['content']) ? node['content'] : {};
  return new Map(
    Object.entries(content).map(([type, media]) => [
      type.toLowerCase(),
      isNode(media) && media['schema'] !== undefined ? `${pointer}/content/${escapePointer(type)}/schema` : undefined,
    ]),
  );
};

const problemsOf = (name: string, document: Node): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(isNode(document['x-problems']) ? document['x-problems'] : {}).map(([reason, status]) => {
      if (typeof status !== 'number') throw new Error(`${name}: x-problems ${reason} needs a status.`);
      return [reason, status];
    }),
  );

/** The node at a pointer, its own `$ref` followed; answers where it really stands. */
const nodeAt = (document: Node, pointer: string): { node: Node; pointer: string } => {
  const node = atPointer(document, pointer);
  if (!isNode(node)) throw new Error(`The contract has nothing at ${pointer}.`);
  const reference = node['$ref'];
  return typeof reference === 'string' ? nodeAt(document, reference.slice(1)) : { node, pointer };
};
