import { describe, expect, it } from 'vitest';
import { chosenOf } from './choice.ts';
import type { DeadMessage } from './replay.ts';

const back = { id: 'c1/1/abc', place: '0/1', done: 'put back 2026-11-22T04:00:00.000Z' };
const passed = { id: 'c1/2/abc', place: '0/2', done: 'passed over 2026-11-22T04:00:00.000Z' };
/** The first one, refused again. */
const again = { id: 'c1/1/abc', place: '0/3' };
const unreadable = { place: '1/0' };
const dead: readonly Pick<DeadMessage, 'id' | 'place' | 'done'>[] = [back, passed, again, unreadable];

describe('all messages of a dead topic', () => {
  it('are those with which nothing was done yet: none becomes two', () => {
    expect(chosenOf(dead, { only: [], all: true })).toEqual([again, unreadable]);
  });
});

describe('a message that is named', () => {
  it('is chosen whatever was done with it, by its id or its place', () => {
    expect(chosenOf(dead, { only: ['0/2'], all: false })).toEqual([passed]);
    expect(chosenOf(dead, { only: ['c1/1/abc'], all: false })).toEqual([back, again]);
    expect(chosenOf(dead, { only: ['0/1'], all: true })).toEqual([back, again, unreadable]);
  });

  it('is the only one that is chosen', () => {
    expect(chosenOf(dead, { only: [], all: false })).toEqual([]);
    expect(chosenOf(dead, { only: [''], all: false })).toEqual([]);
  });
});
