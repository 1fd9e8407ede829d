import { refuse } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { firstExcess } from './json-limits.ts';
import { createGuard } from './overload.ts';
import { problemOf } from './problem.ts';
import { standardRefusals } from './refusals.ts';
import { createRouting, unreadablePath } from './routing.ts';

describe('routing', () => {
  const find = createRouting([
    { method: 'GET', path: '/cases', endpoint: 'list' },
    { method: 'POST', path: '/cases', endpoint: 'file' },
    { method: 'GET', path: '/cases/{id}', endpoint: 'read' },
    { method: 'GET', path: '/cases/mine', endpoint: 'mine' },
    { method: 'GET', path: '/cases/{case}/files/{file}', endpoint: 'file' },
    { method: 'GET', path: '/cases/mine/only', endpoint: 'only' },
  ]);
  const seek = (path: string) => {
    const found = find(path);
    return found && found !== unreadablePath ? [[...found.endpoints.values()], found.params] : found;
  };

  it('finds fixed paths before open ones', () => {
    expect(seek('/cases')).toEqual([['list', 'file'], {}]);
    expect(seek('/cases/mine')).toEqual([['mine'], {}]);
    expect(seek('/cases/7')).toEqual([['read'], { id: '7' }]);
  });

  it('takes the open path when the fixed one leads nowhere', () => {
    expect(seek('/cases/mine/files/f1')).toEqual([['file'], { case: 'mine', file: 'f1' }]);
  });

  it('decodes values, and only whole segments', () => {
    expect(seek('/cases/a%2Fb')).toEqual([['read'], { id: 'a/b' }]);
    expect(seek('/cases/%ff')).toBe(unreadablePath);
  });

  it.each(['/', '/case', '/cases/', '/cases/1/files', '/cases/1/files/', '/constructor', '/__proto__'])(
    'does not know %s',
    (path) => {
      expect(seek(path)).toBeUndefined();
    },
  );
});

describe('JSON within its limits', () => {
  const limits = { depth: 3, listLength: 3 };

  it('has nothing to complain about', () => {
    expect(firstExcess({ a: [{ b: '你\t好\r\n' }], c: [1, -5, 0.5, null, true].slice(0, 3) }, limits)).toBeUndefined();
  });

  it.each([
    [{ a: [[[]]] }, 'depth', '/a/0/0'],
    [{ a: [1, 2, 3, 4] }, 'length', '/a'],
    [{ 'a/b': ['\udc00'] }, 'text', '/a~1b/0'],
    [{ a: '陈\u0000光' }, 'text', '/a'],
    [{ a: ['\u001b[31m'] }, 'text', '/a/0'],
    [{ 'a\u0000': 1 }, 'name', ''],
    [{ a: 2 ** 60 }, 'number', '/a'],
    [[-0], 'number', '/0'],
    [JSON.parse('{"a":{"__proto__":1}}'), 'name', '/a'],
  ])('%j is refused for its %s', (value, keyword, instancePath) => {
    expect(firstExcess(value, limits)).toMatchObject({ keyword, instancePath });
  });
});

describe('the overload guard', () => {
  const limits = { concurrent: 2, waiting: 1, loopDelayMs: 100 };

  it('lets in as many as there is room for, each lane for itself', () => {
    const guard = createGuard(limits, () => 0);
    expect([guard.enter('working'), guard.enter('working'), guard.enter('working')]).toEqual([true, true, false]);
    expect([guard.enter('waiting'), guard.enter('waiting')]).toEqual([true, false]);
    guard.leave('working');
    expect(guard.enter('working')).toBe(true);
  });

  it('lets nobody in while the event loop lags', () => {
    let delayMs = 101;
    const guard = createGuard(limits, () => delayMs);
    expect(guard.enter('working')).toBe(false);
    delayMs = 5;
    expect(guard.enter('working')).toBe(true);
  });
});

describe('a process that is held up', () => {
  it('lets nobody in, and lets them in again when it flows', async () => {
    const guard = createGuard({ concurrent: 1_000_000, waiting: 0, loopDelayMs: 30 });
    const until = async (open: boolean, between: () => void) => {
      for (let i = 0; i < 200 && guard.enter('working') !== open; i++) {
        between();
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      return guard.enter('working');
    };
    const nap = new Int32Array(new SharedArrayBuffer(4));
    expect(await until(false, () => void Atomics.wait(nap, 0, 0, 100))).toBe(false);
    expect(await until(true, () => undefined)).toBe(true);
    guard.stop();
  });
});

describe('a problem', () => {
  const table = { 'too-late': { status: 409, zh: '太晚了', en: 'Too late', detail: '截止于 {dueOn}，{who}' } };
  const refusal = refuse('too-late', 'It was due on 2026-11-20.', { dueOn: '2026-11-20' });

  it('keeps its title and tells the case in its detail', () => {
    expect(problemOf(refusal, table, 'zh')).toEqual({
      type: 'urn:yimen:problem:too-late',
      title: '太晚了',
      status: 409,
      detail: '截止于 2026-11-20，{who}',
      params: { dueOn: '2026-11-20' },
    });
    expect(problemOf(refusal, table, 'en')).toMatchObject({ title: 'Too late', detail: 'It was due on 2026-11-20.' });
  });

  it('of an unknown reason is a fault', () => {
    expect(() => problemOf(refuse('lost', 'x'), table, 'zh')).toThrow('lost');
  });

  it('has a Chinese and an English title and an error status, each standard one', () => {
    for (const [reason, { status, zh, en, retryAfterS }] of Object.entries(standardRefusals)) {
      expect([reason, status >= 400 && status < 600]).toEqual([reason, true]);
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(en).toMatch(/^[A-Z]/);
      if (status === 503) expect(retryAfterS).toBeGreaterThan(0);
    }
  });
});
