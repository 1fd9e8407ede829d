import { type Check, type Contract, createCompiler, type Operation } from '@yimen/contracts';
import { PROBLEM_TYPE } from './problem.ts';
import { type RefusalTable, standardRefusals } from './refusals.ts';

/** What a supertest response tells; any other client's answer in this shape will do. */
export interface ObservedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly request: { readonly method: string; readonly url: string };
}

const compiled = new WeakMap<Contract, (pointer: string) => Check>();

/** Throws unless the response is one that the contract declares: status, media type, headers, body. For tests. */
export const expectContract = (contract: Contract, { status, headers, body, request }: ObservedResponse): void => {
  const path = new URL(request.url, 'http://test').pathname;
  const operation = operationAt(contract, request.method, path);
  const place = `${request.method} ${path} → ${status}`;
  const declared =
    operation.responses.get(String(status)) ??
    operation.responses.get(`${String(status)[0]}XX`) ??
    (status >= 400 ? operation.responses.get('default') : undefined);
  if (!declared) throw new Error(`${place}: ${operation.id} declares no such response.`);
  for (const name of declared.requiredHeaders) {
    if (headers[name.toLowerCase()] === undefined) throw new Error(`${place}: the header ${name} is missing.`);
  }
  if (declared.content.size === 0 || request.method === 'HEAD') return;
  const type = String(headers['content-type'] ?? '').split(';')[0] ?? '';
  if (!declared.content.has(type)) throw new Error(`${place}: ${type || 'no media type'} is not declared.`);
  const pointer = declared.content.get(type);
  if (pointer === undefined || !type.endsWith('json')) return;
  const [error] = checkerOf(contract)(pointer)(body) ?? [];
  if (error) throw new Error(`${place}: body${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  if (type === 'application/problem+json') expectKnownProblem(contract, body, place);
};

const expectKnownProblem = (contract: Contract, body: unknown, place: string): void => {
  const { type, status } = body as { type: string; status: number };
  const reason = type.slice(PROBLEM_TYPE.length);
  const declared = contract.problems.get(reason) ?? standardRefusals[reason]?.status;
  if (declared !== status) throw new Error(`${place}: the contract lists ${reason} as ${declared}.`);
};

/** How the problems that a contract lists (`x-problems`) and the table that answers them differ; equal: empty. */
export const problemDifferences = (contract: Contract, refusals: RefusalTable): readonly string[] => [
  ...[...contract.problems].flatMap(([reason, status]) => {
    const known = refusals[reason];
    if (!known) return [`${reason} is in the contract, not in the table`];
    return known.status === status ? [] : [`${reason} is ${status} in the contract, ${known.status} in the table`];
  }),
  ...Object.keys(refusals)
    .filter((reason) => !contract.problems.has(reason))
    .map((reason) => `${reason} is in the table, not in the contract`),
];

const operationAt = (contract: Contract, method: string, path: string): Operation => {
  const fits = (operation: Operation) => {
    const [own, asked] = [operation.path.split('/'), path.split('/')];
    return own.length === asked.length && own.every((part, i) => part.startsWith('{') || part === asked[i]);
  };
  const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
  const found = contract.operations
    .filter((operation) => operation.method === wanted && fits(operation))
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
  if (!found) throw new Error(`${contract.name} declares no ${method} ${path}.`);
  return found;
};

const checkerOf = (contract: Contract): ((pointer: string) => Check) => {
  const known = compiled.get(contract);
  if (known) return known;
  const compile = createCompiler(contract.document);
  compiled.set(contract, compile);
  return compile;
};
