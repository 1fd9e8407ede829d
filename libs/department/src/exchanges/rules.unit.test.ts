import { accepted, unintelligible } from '@yimen/adapter';
import { isRefusal } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import type { DossierCommand } from '../dossier/commands.ts';
import {
  answered,
  bySystem,
  dossierBy,
  type Kept,
  nothing,
  opening,
  settle,
  started,
  take,
  tryTake,
} from '../dossier/dossier.fixture.ts';
import { givenBy } from './rules.ts';

const RULED = dossierBy(
  givenBy({ 'seal-record': { outputs: [{ code: 'seal-record', numberIn: 'sealRecordNumber' }] } }),
);

const ruled = (kept: Kept, command: DossierCommand): Kept => {
  const after = tryTake(kept, command, RULED);
  if (isRefusal(after)) throw new Error(after.refusal);
  return after;
};
const sent = take(nothing, opening({ handling: bySystem }), started);
const unclear = ruled(sent, answered(unintelligible('body: not JSON')));

describe('a document whose number stands in the accepted answer', () => {
  it('bears it, whether a system says it or a human who has looked', () => {
    for (const after of [
      ruled(sent, answered(accepted({ sealRecordNumber: 'S-1' }, 'GA-7'))),
      ruled(unclear, settle('accepted', { receipt: 'GA-7', data: { sealRecordNumber: 'S-1' } })),
    ])
      expect(after.state.decision).toMatchObject({ outcome: 'granted', outputs: [{ number: 'S-1' }] });
  });

  it('is not granted on the word of a human who leaves the number out', () => {
    for (const data of [undefined, {}, { sealRecordNumber: '' }, { sealRecordNumber: 7 }])
      expect(tryTake(unclear, settle('accepted', { receipt: 'GA-7', ...(data ? { data } : {}) }), RULED)).toMatchObject(
        {
          refusal: 'output-number-missing',
          params: { pointer: '/data/sealRecordNumber' },
        },
      );
  });

  it('is a matter for a human when a system accepts without it', () => {
    const { state } = ruled(sent, answered(accepted({}, 'GA-7')));
    expect(state).toMatchObject({
      status: 'open',
      milestone: 'needs-review',
      exchanges: [{ status: 'needs-review', detail: 'the accepted answer has no /data/sealRecordNumber' }],
    });
  });
});
