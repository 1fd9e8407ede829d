import { describe, expect, it } from 'vitest';
import { drawFlow } from './drawing.ts';
import { edgeFor, type Flow, stepsFor, unreachable } from './flow.ts';

type Status = 'filed' | 'accepted' | 'not-accepted' | 'lost';
type Step = 'accept' | 'refuse' | 'correct';
const flow: Flow<Status, Step, 'acceptor' | 'applicant'> = {
  filed: {
    accept: { to: 'accepted', by: ['acceptor'], emits: 'case.accepted', law: '行政许可法 32(1)(5)' },
    refuse: { to: ['not-accepted', 'filed'], by: ['acceptor'], emits: 'case.refused' },
    correct: { to: 'filed', by: ['applicant'], emits: 'case.corrected', once: true },
  },
  accepted: {},
  'not-accepted': {},
  lost: {},
};

describe('a flow', () => {
  it('knows no step that is absent from its table', () => {
    expect(edgeFor(flow, 'accepted', 'accept', ['acceptor'])).toMatchObject({ refusal: 'step-not-allowed' });
  });

  it('gives a step to those whom it names', () => {
    expect(edgeFor(flow, 'filed', 'accept', ['acceptor'])).toMatchObject({ emits: 'case.accepted' });
    expect(edgeFor(flow, 'filed', 'accept', ['applicant'])).toMatchObject({ refusal: 'step-not-yours' });
  });

  it('lists the same steps that it allows', () => {
    expect(stepsFor(flow, 'filed', ['acceptor'])).toEqual(['accept', 'refuse']);
    expect(stepsFor(flow, 'filed', ['applicant'])).toEqual(['correct']);
    expect(stepsFor(flow, 'filed', ['applicant'], ['correct'])).toEqual([]);
    expect(edgeFor(flow, 'filed', 'correct', ['applicant'], ['correct'])).toMatchObject({
      refusal: 'step-done-before',
    });
  });

  it('tells the statuses that nothing leads to', () => {
    expect(unreachable(flow, 'filed')).toEqual(['lost']);
  });

  it('draws itself', () => {
    expect(drawFlow(flow, 'filed')).toBe(
      [
        'stateDiagram-v2',
        '  [*] --> filed',
        '  filed --> accepted: accept',
        '  filed --> not_accepted: refuse',
        '  filed --> filed: refuse, correct',
        '  accepted --> [*]',
        '  not_accepted --> [*]',
        '  lost --> [*]',
      ].join('\n'),
    );
  });
});
