import { accepted, pending, rejected, unintelligible, unreachable } from '@yimen/adapter';
import { describe, expect, it } from 'vitest';
import type { DossierCommand } from './commands.ts';
import {
  answered,
  approve,
  by,
  bySystem,
  handling,
  levels,
  nothing,
  opening,
  refusalOf,
  settle,
  started,
  take,
  typesOf,
  withdraw,
} from './dossier.fixture.ts';

const opened = take(nothing, opening({ handling: bySystem }));
const sent = take(opened, started);

describe('a dossier that its department’s own system decides', () => {
  it('wants the submission from the moment it is opened', () => {
    expect(opened.state.exchanges[0]?.status).toBe('wanted');
  });

  it('is granted by the accepted answer, whose receipt numbers the document', () => {
    const done = take(sent, answered(accepted({ engraver: 'A' }, 'GA-7')));
    expect(done.state.status).toBe('granted');
    expect(done.state.decision).toMatchObject({
      by: { department: 'public-security', system: 'L06' },
      outputs: [{ code: 'seal-record', number: 'GA-7', data: { engraver: 'A' } }],
    });
  });

  it('is refused by the rejection, with our text, the law and the remedies', () => {
    const done = take(sent, answered(rejected('E12', '印章名称与执照不符')));
    expect(done.state.decision).toMatchObject({
      outcome: 'refused',
      reason: '印章名称与执照不符',
      law: handling().law,
    });
  });

  it('waits while the system has it, and tells so once', () => {
    const waiting = take(sent, answered(pending(1_000, 'GA-7')), answered(pending(1_000, 'GA-7')));
    expect(waiting.state).toMatchObject({ status: 'open', milestone: 'waiting-for-system' });
  });

  it('calls a human when the answer is unclear, who settles it', () => {
    const unclear = take(sent, answered(unintelligible('body: not JSON')));
    expect(unclear.state).toMatchObject({ status: 'open', milestone: 'needs-review' });
    expect(take(unclear, settle('accepted', { receipt: 'GA-7' })).state.status).toBe('granted');
    const { state, facts } = take(unclear, settle('rejected', { receipt: 'GA-7' }));
    const settled = facts.findLast(({ type }) => type === 'exchange.moved');
    expect(settled).toMatchObject({ seals: true });
    expect(state.decision).toMatchObject({ outcome: 'refused', personalAt: settled?.n });
    expect(state.decision).not.toHaveProperty('reason');
  });

  it('takes the reason of a rejection from who rejected it, not from who had it sent again', () => {
    const unclear = take(sent, answered(unintelligible('body: not JSON')));
    const { state } = take(unclear, settle('send-again'), started, answered(rejected('E12', '印章名称与执照不符')));
    expect(state.decision).toMatchObject({ outcome: 'refused', reason: '印章名称与执照不符' });
    expect(state.decision).not.toHaveProperty('personalAt');
  });

  it('is neither granted nor refused by an officer while the system has it, or may have it', () => {
    const lost = take(sent, answered(unreachable('cut off', { mayHaveLanded: true })));
    for (const waiting of [opened, sent, take(sent, answered(pending(1_000, 'GA-7'))), lost])
      for (const answer of ['accepted', 'rejected'] as const)
        expect(refusalOf(waiting, settle(answer))).toBe('exchange-not-open');
  });

  it('cannot be approved by anybody', () => {
    expect(refusalOf(opened, approve('li'))).toBe('step-not-yours');
  });
});

describe('a dossier whose approval goes out to a system', () => {
  const out = handling({ levels: levels('handler', 'reviewer'), exchange: { system: 'L06', when: 'approved' } });
  const submitting = take(nothing, opening({ handling: out }), approve('li'), approve('wang'));

  it('is not granted by its officers alone', () => {
    expect(submitting.state).toMatchObject({ status: 'submitting', exchanges: [{ status: 'wanted' }] });
  });

  it('bears the number that the system gives, whatever an officer wrote before', () => {
    const numbered = { ...approve('wang'), outputs: [{ code: 'seal-record', number: 'by-hand' }] } as DossierCommand;
    const done = take(
      nothing,
      opening({ handling: out }),
      approve('li'),
      numbered,
      started,
      answered(accepted({}, 'R-1')),
    );
    expect(done.state.decision?.outputs[0]?.number).toBe('R-1');
  });

  it('is granted by the accepted answer', () => {
    expect(take(submitting, started, answered(accepted({}, 'R-1'))).state.status).toBe('granted');
  });
});

describe('a dossier whose officers need a system’s word', () => {
  const asks = handling({ exchange: { system: 'L06', when: 'opened' } });
  const waiting = take(nothing, opening({ handling: asks }), started);

  it('is not granted before the system has confirmed it', () => {
    expect(refusalOf(waiting, approve('li'))).toBe('exchange-not-accepted');
    const confirmed = take(waiting, answered(accepted({})));
    expect(confirmed.state.status).toBe('open');
    expect(take(confirmed, approve('li')).state.status).toBe('granted');
  });
});

describe('a dossier that was refused while its submission was under way', () => {
  const asks = handling({ exchange: { system: 'L06', when: 'opened' } });
  const refused = take(nothing, opening({ handling: asks }), started, {
    ...by('li'),
    step: 'refuse',
    law: '行政许可法 38(2)',
  });

  it('does not send it again, and stays refused whatever the system says', () => {
    const cut = take(refused, answered(unreachable('no route')));
    expect(cut.state).toMatchObject({ status: 'refused', exchanges: [{ status: 'cancelled' }] });
    expect(take(refused, answered(accepted({}))).state.status).toBe('refused');
  });
});

describe('a withdrawal', () => {
  it('ends a dossier whose submission has not gone out, and the submission with it', () => {
    const ended = take(opened, withdraw);
    expect(ended.state).toMatchObject({ status: 'withdrawn', exchanges: [{ status: 'cancelled' }] });
  });

  it('waits for the answer of a system that may have the submission', () => {
    const asked = take(sent, withdraw);
    expect(asked.state).toMatchObject({ status: 'open', withdrawing: true });
    expect(take(asked, answered(accepted({}))).state.status).toBe('granted');
    expect(take(asked, answered(rejected('E1', '不符'))).state.status).toBe('withdrawn');
  });

  it('is answered as already decided after the decision', () => {
    const done = take(sent, answered(accepted({})), withdraw);
    expect(typesOf(done).at(-1)).toBe('dossier.already-decided');
    expect(done.state.status).toBe('granted');
  });

  it('that comes before the opening leaves a tombstone, and nothing is opened', () => {
    const tombstone = take(nothing, withdraw, opening());
    expect(tombstone.state.status).toBe('tombstone');
    expect(typesOf(tombstone)).toEqual(['dossier.withdrawn']);
  });
});
