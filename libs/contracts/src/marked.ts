import type { JsonObject } from '@yimen/kernel';
import type { Contract } from './contract.ts';

/** The body that an operation takes as a schema of its own, so that its marks (`x-personal`) can be read. */
export const bodySchema = (contract: Contract, operationId: string): JsonObject => {
  const operation = contract.operations.find(({ id }) => id === operationId);
  const pointer = operation?.body?.content.get('application/json');
  if (pointer === undefined) throw new Error(`${contract.name}: ${operationId} takes no JSON.`);
  return schemaAt(contract, pointer);
};

/** A component of a contract as a schema of its own, so that its marks can be read. */
export const componentSchema = (contract: Contract, name: string): JsonObject =>
  schemaAt(contract, `/components/schemas/${name}`);

/** Refers to a place of the contract and brings along what is referred to from there. */
const schemaAt = ({ document: { paths, components } }: Contract, pointer: string): JsonObject =>
  ({ $ref: `#${encodeURI(pointer)}`, paths, components }) as unknown as JsonObject;
