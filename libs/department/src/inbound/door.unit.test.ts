import { loadContract } from '@yimen/contracts';
import { describe, expect, it } from 'vitest';

describe('the inbound doors in the contract', () => {
  const { operations } = loadContract('department');
  const statusesOf = (id: string) => [...(operations.find((operation) => operation.id === id)?.responses.keys() ?? [])];

  it('answer a stranger in the words of its protocol: SOAP knows no status for that but 500', () => {
    expect(statusesOf('receiveArrival')).toEqual(expect.arrayContaining(['200', '4XX']));
    expect(statusesOf('receiveSoapArrival')).toEqual(expect.arrayContaining(['200', '4XX', '500']));
  });
});
