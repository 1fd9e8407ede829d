import { isOutage, Outage } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { driver } from './driver.ts';
import { isDuplicateKey, outageOf, throwOutage } from './outages.ts';

const server = (code: number, more = {}) => new driver.MongoServerError({ message: 'no', code, ...more });

describe('an error of the database', () => {
  it.each([
    ['a line that was cut', new driver.MongoNetworkError('reset')],
    ['no answer in time', new driver.MongoNetworkTimeoutError('late')],
    ['no connection free in time', Object.assign(new Error('full'), { name: 'MongoWaitQueueTimeoutError' })],
    ['a primary that stepped down', server(10107)],
    ['a shutdown', server(11600)],
    ['a majority that did not acknowledge', server(64)],
    ['a label that says so', server(1, { errorLabels: ['RetryableWriteError'] })],
    ['one that another carries', new Error('outer', { cause: new driver.MongoNetworkError('reset') })],
  ])('is an outage when it means %s', (_, error) => {
    expect(isOutage(outageOf(error))).toBe(true);
    expect(() => throwOutage(error)).toThrow(Outage);
  });

  it.each([
    ['a duplicate key', server(11000)],
    ['a wrong query', server(2)],
    ['a fault of ours', new TypeError('undefined is not a function')],
    ['not even an error', 'text'],
  ])('is not when it means %s, and stays itself', (_, error) => {
    expect(outageOf(error)).toBeUndefined();
    expect(() => throwOutage(error)).toThrow(error instanceof Error ? error : undefined);
  });

  it('is told apart when a unique index refused', () => {
    expect(isDuplicateKey(server(11000))).toBe(true);
    expect(isDuplicateKey(server(64))).toBe(false);
  });

  it('that is an outage already stays that outage', () => {
    const outage = new Outage('away');
    expect(outageOf(outage)).toBe(outage);
  });
});
