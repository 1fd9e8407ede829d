import type { Json, JsonObject } from '@yimen/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPersonal, splitPersonal } from './splitting.ts';

const person = {
  type: 'object',
  properties: {
    name: { type: 'string', 'x-personal': 'name' },
    phones: { type: 'array', items: { type: 'string', 'x-personal': 'phone' } },
    home: { type: 'object', 'x-personal': 'address', properties: { street: { type: 'string' } } },
    age: { type: 'integer' },
  },
} as const;

const form = {
  $defs: { person, node: { properties: { 'a/b~c': { 'x-personal': 'other' }, next: { $ref: '#/$defs/node' } } } },
  type: 'object',
  properties: {
    applicant: { $ref: '#/$defs/person' },
    partners: { type: 'array', items: { $ref: '#/$defs/person' } },
    chain: { $ref: '#/$defs/node' },
    company: { type: 'string' },
    either: { oneOf: [{ properties: { id: { 'x-personal': 'resident-id' } } }, { properties: { code: {} } }] },
    byRole: { type: 'object', additionalProperties: { $ref: '#/$defs/person' } },
  },
} as unknown as JsonObject;

describe('a value with personal fields', () => {
  it('is split into a part without them and a part with nothing else', () => {
    const { plain, personal } = splitPersonal(form, {
      applicant: { name: '张三', age: 30, phones: ['1', '2'], home: { street: '中山路' } },
      partners: [{ name: '李四' }, { age: 4 }],
      company: '一门公司',
    });
    expect(plain).toEqual({ applicant: { age: 30 }, partners: [{}, { age: 4 }], company: '一门公司' });
    expect(personal).toEqual({
      '/applicant/name': '张三',
      '/applicant/phones': ['1', '2'],
      '/applicant/home': { street: '中山路' },
      '/partners/0/name': '李四',
    });
  });

  it('is split through references, recursion, alternatives and open keys', () => {
    const { plain, personal } = splitPersonal(form, {
      chain: { next: { next: { 'a/b~c': 'x', n: 1 } } },
      either: { id: '110101199001011237', code: 'c' },
      byRole: { owner: { name: '王五', age: 1 } },
    });
    expect(plain).toEqual({
      chain: { next: { next: { n: 1 } } },
      either: { code: 'c' },
      byRole: { owner: { age: 1 } },
    });
    expect(Object.keys(personal)).toEqual(['/chain/next/next/a~1b~0c', '/either/id', '/byRole/owner/name']);
  });

  it('comes back whole when joined, whatever it holds', () => {
    const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json; person: Json }>((tie) => ({
      person: fc.record(
        { name: fc.string(), phones: fc.array(fc.string()), home: fc.object(), age: fc.nat() },
        { requiredKeys: [] },
      ) as fc.Arbitrary<Json>,
      value: fc.record(
        {
          applicant: tie('person'),
          partners: fc.array(tie('person')),
          chain: fc.object({ key: fc.constantFrom('next', 'a/b~c', 'n') }) as fc.Arbitrary<Json>,
          byRole: fc.dictionary(fc.string(), tie('person')) as fc.Arbitrary<Json>,
          company: fc.string(),
        },
        { requiredKeys: [] },
      ) as fc.Arbitrary<Json>,
    })).value;
    fc.assert(
      fc.property(value, (any) => {
        const whole = JSON.parse(JSON.stringify(any)) as JsonObject;
        const { plain, personal } = splitPersonal(form, whole);
        expect(joinPersonal(plain, personal)).toEqual(whole);
      }),
    );
  });

  it('keeps hostile keys as data', () => {
    const hostile = JSON.parse(
      '{"byRole":{"__proto__":{"name":"x","age":1},"constructor":{"name":"y"}}}',
    ) as JsonObject;
    const { plain, personal } = splitPersonal(form, hostile);
    expect(JSON.stringify(plain)).toBe('{"byRole":{"__proto__":{"age":1},"constructor":{}}}');
    expect(joinPersonal(plain, personal)).toEqual(hostile);
    expect(Reflect.get({}, 'name')).toBeUndefined();
  });
});

describe('a schema whose marks cannot be trusted', () => {
  it.each([
    [{ properties: { a: { 'x-personal': 'nmae' } } }, { a: 1 }, /Unknown x-personal/],
    [{ properties: { a: { $ref: 'other.json#/x' } } }, { a: 1 }, /no place of its own/],
    [
      { properties: { a: { $ref: '#person' } }, $defs: { person: { $anchor: 'person', 'x-personal': 'name' } } },
      { a: '张三' },
      /no place of its own/,
    ],
    [
      { properties: { a: { $dynamicRef: '#p' } }, $defs: { p: { $dynamicAnchor: 'p', 'x-personal': 'name' } } },
      { a: '张三' },
      /moves/,
    ],
    [{ properties: { a: { $ref: '#/$defs/gone' } } }, { a: 1 }, /not there/],
    [{ 'x-personal': 'name' }, { a: 1 }, /whole document/],
  ])('is a fault: %j', (schema, value, message) => {
    expect(() => splitPersonal(schema, value)).toThrow(message);
  });
});
