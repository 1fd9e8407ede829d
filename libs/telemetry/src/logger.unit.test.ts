import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { LINE_LIMIT } from './mask.ts';

const written = () => {
  const lines: string[] = [];
  const log = createLogger({
    service: 'intake-gateway',
    instance: 'a1',
    level: 'info',
    destination: { write: (line: string) => void lines.push(line) },
  });
  return { log, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? 'null') };
};

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';

describe('a line', () => {
  it('is one object with level, time, service, instance and its facts', () => {
    const { log, last, text } = written();
    log.info({ caseId: 'c1', status: 201 }, 'a case was filed');
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      service: 'intake-gateway',
      instance: 'a1',
      caseId: 'c1',
      status: 201,
      msg: 'a case was filed',
    });
    expect(text().endsWith('\n')).toBe(true);
  });

  it('below the level is not written', () => {
    const { log, text } = written();
    log.debug('nobody asked');
    expect(text()).toBe('');
  });
});

describe('something personal', () => {
  it.each([
    ['by its name, deep inside', { a: { b: [{ fullName: '张三' }] } }],
    ['by its name in another writing', { id_number: '张三', 'Mobile-Phone': '张三', XM: '张三' }],
    ['by its Chinese name', { 姓名: '张三', 联系电话: '张三' }],
    ['in JSON that is a text', { reply: JSON.stringify({ code: 1, name: '张三' }) }],
    ['in JSON in JSON', { reply: JSON.stringify({ inner: JSON.stringify({ xm: '张三' }) }) }],
    ['in a query string', { url: '/cases?name=张三&page=1' }],
  ])('is masked %s', (_, fields) => {
    const { log, text } = written();
    log.info(fields, 'work');
    expect(text()).not.toContain('张三');
    expect(text()).toContain('[masked]');
  });

  it.each([
    '440604199003071236',
    '11010519491231002X',
    '11010519491231002x',
    '13800138000',
    '+86 13800138000',
    jwt,
    `Bearer ${jwt}`,
  ])('like %s is masked wherever it stands', (value) => {
    const { log, text } = written();
    log.info({ note: `of ${value}, perhaps` }, 'work');
    log.info({ [`of ${value}`]: true }, 'work');
    log.info(`the message has ${value}`);
    log.child({ note: value }).info('work');
    log.error(new Error(`failed for ${value}`));
    log.error({ err: new Error('outer', { cause: new Error(value) }) }, 'work');
    expect(text()).not.toContain(value.split(' ').at(-1));
    expect(text().match(/\[masked\]/g)?.length).toBeGreaterThanOrEqual(6);
  });

  it('as a number is masked', () => {
    const { log, text } = written();
    log.info({ n: 440604199003071200 }, 'work');
    expect(text()).toContain('"n":"[masked]"');
  });

  it('as the password of an address is masked, and the address stays legible', () => {
    const { log, last } = written();
    log.info({ at: 'mongodb://yimen:s3cret@db-1:27017/cases' }, 'work');
    expect(last().at).toBe('mongodb://yimen:[masked]@db-1:27017/cases');
  });

  it('leaves the rest of its line as it is', () => {
    const { log, last } = written();
    log.info({ caseId: 'c1', applicant: { phone: '1', kind: 'citizen', since: null, ok: true, n: 1.5 } }, 'work');
    expect(last()).toMatchObject({
      caseId: 'c1',
      applicant: { phone: '[masked]', kind: 'citizen', since: null, ok: true, n: 1.5 },
      msg: 'work',
    });
  });
});

describe('what only looks a little personal', () => {
  it.each([
    ['our case number', '440604-2026-0000123-41'],
    ['a credit code of digits', '114406040070499074'],
    ['a national case number', '12441500196720244T3442199806003202206230068'],
    ['an instant in milliseconds', '1795190400000'],
    ['a UUID', '019a9c3e-8a7b-7c11-9c1e-13800138000a'],
    ['a division', '440604012011'],
  ])('%s is not masked', (_, value) => {
    const { log, last } = written();
    log.info({ value, n: 1795190400000 }, 'work');
    expect(last()).toMatchObject({ value, n: 1795190400000 });
  });
});

describe('a line that is too long', () => {
  it('keeps its sentence and who wrote it', () => {
    const { log, text, last } = written();
    log.warn({ dump: 'x'.repeat(LINE_LIMIT) }, 'work');
    expect(last()).toMatchObject({ level: 'warn', service: 'intake-gateway', msg: 'work', shortened: true });
    expect(text().length).toBeLessThan(1_000);
  });
});
