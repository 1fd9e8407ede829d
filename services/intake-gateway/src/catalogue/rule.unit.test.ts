import { isRefusal } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { compileRule } from './rule.ts';

const holds = (source: string, form: object = {}, derived: object = {}): boolean => {
  const rule = compileRule(source);
  if (isRefusal(rule)) throw new Error(rule.message);
  return rule.holds({ form: form as never, derived: derived as never });
};

describe('an intake rule', () => {
  it('is judged over the form and what was derived', () => {
    expect(holds('derived.age >= 18.0', {}, { age: 18 })).toBe(true);
    expect(holds('form.staff.all(one, one.age >= 16.0)', { staff: [{ age: 15 }] })).toBe(false);
    expect(holds('form.kind in ["llc", "jsc"]', { kind: 'llc' })).toBe(true);
  });

  it('does not hold when a field that it needs is missing', () => {
    expect(holds('form.capital > 0.0')).toBe(false);
    expect(holds('!has(form.capital) || form.capital > 0.0')).toBe(true);
  });

  it('does not hold when its answer is not yes', () => {
    expect(holds('form.kind', { kind: 'llc' })).toBe(false);
  });

  it.each([
    ['form.name.matches("^(a+)+$")', 'a pattern without a limit of time'],
    ['form.list.all(m, m.parts.exists(p, p.matches("x")))', 'the same, hidden inside'],
    ['form.a.all(x, form.b.all(y, form.c.all(z, x == y && y == z)))', 'three loops inside each other'],
    ['form.name ==', 'what is not CEL'],
    ['process.exit(1)', 'names that nobody gave'],
    ['1 + 2', 'what is no condition'],
    [`${'('.repeat(100)}true${')'.repeat(100)}`, 'what nests too deeply'],
    [Array(400).fill('true').join(' && '), 'what is too long'],
  ])('is refused at publication: %s (%s)', (source) => {
    expect(compileRule(source)).toMatchObject({ refusal: 'rule-invalid' });
  });

  it('cannot reach behind its values', () => {
    for (const source of ['form.constructor == null', 'form.__proto__ == null']) expect(holds(source)).toBe(false);
  });
});
