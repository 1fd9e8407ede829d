import { describe, expect, it } from 'vitest';
import { spanNames } from './names.ts';
import { parseTraceparent, toTraceparent } from './traceparent.ts';
import { createTracer, type FinishedSpan } from './tracer.ts';

const incoming = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const tracing = (sample?: () => boolean) => {
  let drawn = 0;
  let ms = 0;
  const spans: FinishedSpan[] = [];
  const tracer = createTracer({
    randomBytes: (size) => new Uint8Array(size).fill(++drawn),
    now: () => ++ms,
    onEnd: (span) => void spans.push(span),
    ...(sample ? { sample } : {}),
  });
  return { tracer, spans };
};

describe('a traceparent', () => {
  it('reads back as it was written', () => {
    expect(parseTraceparent(incoming)).toEqual({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      sampled: true,
    });
    for (const text of [incoming, incoming.replace(/01$/, '00')]) {
      const context = parseTraceparent(text);
      expect(context && toTraceparent(context)).toBe(text);
    }
  });

  it('of a later version is read by its first four parts', () => {
    expect(parseTraceparent(`${incoming.replace(/^00/, '01')}-more`)).toMatchObject({ spanId: 'b7ad6b7169203331' });
  });

  it.each([
    undefined,
    '',
    'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
    '00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01',
    `${incoming}-more`,
    `01${incoming.slice(2)}-${'x'.repeat(600)}`,
  ])('%s is not right and counts as none', (text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });
});

describe('work that came with a traceparent', () => {
  it('is a new piece of the same trace, and passes itself on', async () => {
    const { tracer } = tracing();
    await tracer.resume(incoming, async () => {
      await Promise.resolve();
      expect(tracer.traceparent()).toBe(`00-0af7651916cd43dd8448eb211c80319c-${'01'.repeat(8)}-01`);
    });
    expect(tracer.current()).toBeUndefined();
    expect(tracer.traceparent()).toBeUndefined();
  });

  it('that is not right begins a new trace', () => {
    const { tracer } = tracing();
    expect(tracer.resume('nonsense', () => tracer.current()?.traceId)).toBe('01'.repeat(16));
  });

  it('keeps apart from work beside it', async () => {
    const { tracer } = tracing();
    const idOf = () =>
      tracer.resume(undefined, async () => {
        await Promise.resolve();
        return tracer.current()?.traceId;
      });
    const [one, other] = await Promise.all([idOf(), idOf()]);
    expect(one).not.toBe(other);
  });
});

describe('a span', () => {
  it('is told when it ends, with its parent and how long it took', async () => {
    const { tracer, spans } = tracing();
    const answer = await tracer.resume(incoming, () =>
      tracer.span(spanNames.caseFileHandle, () => tracer.span(spanNames.caseFileSave, async () => 'saved')),
    );
    expect(answer).toBe('saved');
    expect(spans).toMatchObject([
      { name: 'case-file.save', parentSpanId: '02'.repeat(8), durationMs: 1, failed: false },
      { name: 'case-file.handle', parentSpanId: '01'.repeat(8), durationMs: 3, failed: false },
    ]);
  });

  it('that fails is told so, and throws on', async () => {
    const { tracer, spans } = tracing();
    const failing = tracer.span(spanNames.relayPublish, async () => {
      throw new Error('no broker');
    });
    await expect(failing).rejects.toThrow('no broker');
    expect(spans).toMatchObject([{ name: 'relay.publish', failed: true }]);
    expect(spans[0]).not.toHaveProperty('parentSpanId');
  });

  it('of a trace that is not recorded is not told, but passed on', async () => {
    const { tracer, spans } = tracing(() => false);
    const sent = await tracer.span(spanNames.httpServer, async () => tracer.traceparent());
    expect(sent).toMatch(/-00$/);
    expect(spans).toEqual([]);
  });

  it('never has an id of zeros', () => {
    const tracer = createTracer({ randomBytes: (size) => new Uint8Array(size) });
    const sent = tracer.resume(undefined, () => tracer.traceparent());
    expect(parseTraceparent(sent)).toBeDefined();
  });
});
