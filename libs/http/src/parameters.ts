import type { IncomingHttpHeaders } from 'node:http';
import type { Check, Compiler, Operation, Parameter } from '@yimen/contracts';
import { refuse } from '@yimen/kernel';
import type { Place } from './complaint.ts';
import type { RequestRefusal } from './problem.ts';

type Values = Record<string, unknown>;

/** What the parameters of a request came to, coerced. */
export interface ReadParameters {
  readonly params: Values;
  readonly query: Values;
  readonly headers: Values;
}

/** Makes the reader of one operation's parameters; undeclared query parameters are refused. */
export const parameterReader = (operation: Operation, compile: Compiler) => {
  const within = (place: Place) => operation.parameters.filter((parameter) => parameter.in === place);
  const headers = within('header').map(({ name }) => ({ name, key: name.toLowerCase() }));
  const commaSeparated = within('query').filter((parameter) => parameter.commaSeparated);
  const checks = {
    path: checkOf(within('path'), compile),
    query: checkOf(within('query'), compile),
    header: checkOf(within('header'), compile),
  };
  const queryMatters = within('query').length > 0;

  return (params: Values, search: string, received: IncomingHttpHeaders): ReadParameters | RequestRefusal => {
    const query = search === '' && !queryMatters ? {} : queryOf(search, commaSeparated);
    const values: Values = {};
    for (const { name, key } of headers) {
      const value = received[key];
      if (value !== undefined) values[name] = value;
    }
    return (
      absent(operation, values) ??
      judge('path', params, checks.path) ??
      judge('query', query, checks.query) ??
      judge('header', values, checks.header) ?? { params, query, headers: values }
    );
  };
};

const checkOf = (parameters: readonly Parameter[], compile: Compiler): Check =>
  compile({
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  });

const judge = (place: Place, values: Values, check: Check): RequestRefusal | undefined => {
  const complaints = check(values);
  return complaints && { ...refuse('request-invalid', `The ${place} is not valid.`), place, complaints };
};

/** Two headers have a status of their own when they are missing. */
const absent = (operation: Operation, headers: Values): RequestRefusal | undefined => {
  for (const { name, required } of operation.parameters) {
    if (!required || name in headers) continue;
    if (name === 'If-Match') return refuse('revision-required', 'Say in If-Match which revision this is based on.');
    if (name === 'Idempotency-Key') return refuse('idempotency-key-required', 'Send an Idempotency-Key.');
  }
  return undefined;
};

const queryOf = (search: string, commaSeparated: readonly Parameter[]): Values => {
  const values: Values = Object.create(null); // a parameter may be called __proto__
  for (const [name, value] of new URLSearchParams(search)) {
    const before = values[name];
    if (Array.isArray(before)) before.push(value);
    else values[name] = before === undefined ? value : [before, value];
  }
  for (const { name } of commaSeparated) {
    const value = values[name];
    if (typeof value === 'string') values[name] = value === '' ? [] : value.split(',');
  }
  return values;
};
