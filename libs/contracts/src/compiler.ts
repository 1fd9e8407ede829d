import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isNode, type Node } from './document.ts';

/** One complaint of a schema about a value. */
export type SchemaError = ErrorObject;

/** Answers nothing when the value fits, or what is wrong; may fill in defaults and, if so compiled, coerce. */
export type Check = (value: unknown) => readonly SchemaError[] | undefined;

/** What a compiler is asked to be. */
export interface CompilerOptions {
  /** Texts become numbers, booleans and lists: for queries, paths and headers. */
  readonly coerce?: boolean;
  /** What a closed object does not name is taken out of it instead of being a complaint. */
  readonly dropUnknown?: boolean;
  /** Every complaint instead of the first. Only for small values: on a hostile 90 kB it costs 200 ms. */
  readonly allErrors?: boolean;
}

/** Keywords of OpenAPI that say nothing about validity. */
const annotations = ['discriminator', 'xml', 'externalDocs', 'example'];

/**
 * Compiles schemas of one bundled document (JSON Schema 2020-12). Unknown keywords and formats are errors, except
 * those that begin with `x-`.
 */
export const createCompiler = (document: Node, options: CompilerOptions = {}) => {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    allowUnionTypes: true,
    useDefaults: true,
    removeAdditional: options.dropUnknown ?? false,
    coerceTypes: options.coerce ? 'array' : false,
    allErrors: options.allErrors ?? false,
    validateSchema: false, // the document is a contract, not a schema; what is compiled is checked by strict mode
    addUsedSchema: false,
  });
  addFormats.default(ajv);
  const learnt = new Set([...annotations, ...Object.keys(document)]);
  // a document may itself be a schema: its own words are known already
  ajv.addVocabulary([...learnt].filter((word) => ajv.getKeyword(word) === false));
  const learn = (value: unknown): void => {
    for (const keyword of extensionsOf(value)) {
      if (!learnt.has(keyword)) ajv.addKeyword(keyword);
      learnt.add(keyword);
    }
  };
  learn(document);
  ajv.addSchema(document, 'contract');

  /** Compiles the schema that an RFC 6901 pointer names, or one of the caller's that may refer to the components. */
  return (schema: string | Node): Check => {
    if (typeof schema !== 'string') learn(schema);
    const validate = ajv.compile(typeof schema === 'string' ? { $ref: `contract#${schema}` } : grounded(schema));
    return (value) => (validate(value) ? undefined : (validate.errors ?? []));
  };
};

/** A compiler of one document's schemas. */
export type Compiler = ReturnType<typeof createCompiler>;

/** References to components lead to the document, whoever makes them; defaults behind them are not filled in. */
const grounded = (schema: Node): Node =>
  Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, groundedPart(key, part)]));

const groundedPart = (key: string, part: unknown): unknown => {
  if (key === '$ref' && typeof part === 'string' && part.startsWith('#/components/')) return `contract${part}`;
  if (Array.isArray(part)) return part.map((one) => (isNode(one) ? grounded(one) : one));
  return isNode(part) ? grounded(part) : part;
};

const extensionsOf = (value: unknown, found = new Set<string>()): Set<string> => {
  if (Array.isArray(value)) for (const part of value) extensionsOf(part, found);
  if (isNode(value)) {
    for (const [key, part] of Object.entries(value)) {
      if (key.startsWith('x-')) found.add(key);
      extensionsOf(part, found);
    }
  }
  return found;
};
