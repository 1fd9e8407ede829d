import { describe, expect, it } from 'vitest';
import { contractNames } from './generated.ts';
import { createCompiler, loadContract } from './index.ts';

describe.each(contractNames())('the contract of %s', (name) => {
  const contract = loadContract(name);

  it('has only schemas that compile, each component and each body', () => {
    const compile = createCompiler(contract.document);
    const { components } = contract.document as { components?: { schemas?: object } };
    for (const schema of Object.keys(components?.schemas ?? {})) compile(`/components/schemas/${schema}`);
    const contents = contract.operations.flatMap(({ body, responses }) => [
      ...(body ? [body.content] : []),
      ...[...responses.values()].map((response) => response.content),
    ]);
    for (const pointer of contents.flatMap((content) => [...content.values()])) if (pointer) compile(pointer);
    expect(contract.operations.length).toBeGreaterThan(0);
  });

  it('answers every operation with a problem when it does not succeed', () => {
    for (const { id, responses } of contract.operations) {
      expect([id, responses.get('default')?.content.has('application/problem+json')]).toEqual([id, true]);
    }
  });

  it('asks for an Idempotency-Key on every command', () => {
    const commands = contract.operations.filter(({ method, secured, safe }) => secured && !safe && method !== 'put');
    for (const { id, parameters } of commands) {
      expect([id, parameters.some((one) => one.name === 'Idempotency-Key' && one.required)]).toEqual([id, true]);
    }
  });

  it('declares each name in a path as a parameter', () => {
    for (const { id, path, parameters } of contract.operations) {
      const names = [...path.matchAll(/\{(.+?)\}/g)].map(([, one]) => one);
      const declared = parameters.filter((one) => one.in === 'path').map((one) => one.name);
      expect([id, declared.sort()]).toEqual([id, names.sort()]);
    }
  });

  it('gives its problems error statuses', () => {
    for (const [reason, status] of contract.problems)
      expect([reason, status >= 400 && status < 600]).toEqual([reason, true]);
  });
});

describe('an operation', () => {
  const contract = loadContract('example');
  const operation = (id: string) => contract.operations.find((one) => one.id === id);

  it('takes the parameters of its path, and follows references', () => {
    expect(operation('editNote')?.parameters.map(({ name, in: where, required }) => [name, where, required])).toEqual([
      ['id', 'path', true],
      ['Idempotency-Key', 'header', true],
      ['If-Match', 'header', true],
    ]);
  });

  it('is secured unless it says otherwise', () => {
    expect([operation('readNote')?.secured, operation('readGreeting')?.secured]).toEqual([true, false]);
    expect([operation('readNote')?.callers, operation('editNote')?.callers]).toEqual([undefined, ['officer']]);
  });
});
