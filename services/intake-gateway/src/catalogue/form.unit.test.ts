import { isRefusal, type JsonObject } from '@yimen/kernel';
import { describe, expect, it } from 'vitest';
import { type CompiledForm, compileForm, isSafePattern } from './form.ts';

const compiled = (schema: object): CompiledForm => {
  const form = compileForm(schema as JsonObject);
  if (isRefusal(form)) throw new Error(form.message);
  return form;
};
const simple = {
  type: 'object',
  required: ['name', 'list'],
  properties: {
    name: { type: 'string', minLength: 2, 'x-personal': 'name' },
    list: {
      type: 'array',
      minItems: 1,
      maxItems: 3,
      items: { type: 'object', properties: { post: { type: 'string' } } },
    },
  },
};

describe('a form', () => {
  it('knows its fields and takes no others, at any depth, though the schema left it open', () => {
    const form = compiled(simple);
    expect(form.check({ name: '王', list: [{}] })?.[0]).toMatchObject({ instancePath: '/name' });
    expect(form.check({ name: '王明', list: [{}], idNumber: 'x' })).toBeDefined();
    expect(form.check({ name: '王明', list: [{ idNumber: 'x' }] })).toBeDefined();
    expect(form.check({ name: '王明', list: [{ post: 'cook' }] })).toBeUndefined();
  });

  it('lets a draft lack things, but not hold strange ones', () => {
    const form = compiled(simple);
    expect(form.checkDraft({})).toBeUndefined();
    expect(form.checkDraft({ name: '', list: [] })).toBeUndefined();
    expect(form.checkDraft({ idNumber: 'x' })).toBeDefined();
    expect(form.checkDraft({ list: [1] })).toBeDefined();
  });

  it('keeps a field that is called like a word of the schema', () => {
    const form = compiled({
      type: 'object',
      properties: { required: { type: 'string' }, minLength: { type: 'integer' } },
    });
    expect(form.checkDraft({ required: 'yes', minLength: 3 })).toBeUndefined();
    expect(form.checkDraft({ required: 3 })).toBeDefined();
  });

  const faulty: readonly (readonly [object, string])[] = [
    [{ type: 'object', properties: { list: { type: 'array' } } }, 'a list without an end'],
    [
      { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } },
      'a pattern that could run for ever',
    ],
    [{ type: 'object', properties: { a: { $ref: 'http://elsewhere/x.json' } } }, 'a reference to elsewhere'],
    [{ type: 'object', properties: { a: { type: 'strnig' } } }, 'an unknown type'],
    [{ type: 'object', properties: { a: { type: 'string', formt: 'date' } } }, 'an unknown word'],
    [
      { type: 'object', properties: { a: { type: 'string', 'x-personal': 'secret' } } },
      'an unknown kind of personal data',
    ],
    [{ type: 'object', 'x-personal': 'other' }, 'a form that is one personal field'],
  ];

  it.each(faulty)('is refused at publication: %j (%s)', (schema) => {
    expect(compileForm(schema as unknown as JsonObject)).toMatchObject({ refusal: 'form-invalid' });
  });

  it('takes the patterns that forms really have', () => {
    for (const pattern of ['^[0-9]{17}[0-9X]$', '^1[0-9]{10}$', '^[A-Z]{2}(-[0-9]{4})?$', '^(foo|bar)$'])
      expect(isSafePattern(pattern)).toBe(true);
    for (const pattern of ['(a+)+', '(a|a)*', '(a{1,9})*', '(a)\\1', 'x'.repeat(201)])
      expect(isSafePattern(pattern)).toBe(false);
  });
});
