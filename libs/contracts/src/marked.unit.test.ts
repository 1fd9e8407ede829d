import { describe, expect, it } from 'vitest';
import { atPointer, isNode, type Node } from './document.ts';
import { loadEvents } from './events.ts';
import { bodySchema, componentSchema, loadContract } from './index.ts';

/** Places of a schema where somebody may write what they like: no mark, no list, no pattern, no format. */
const freeTexts = (root: Node, schema: unknown, place = '', path: readonly unknown[] = []): readonly string[] => {
  if (!isNode(schema) || path.includes(schema) || 'x-personal' in schema) return [];
  const within = (part: unknown, name: string): readonly string[] => freeTexts(root, part, name, [...path, schema]);
  const { $ref, type, properties, items, additionalProperties, anyOf } = schema;
  const bounded = ['enum', 'const', 'pattern', 'format'].some((word) => word in schema);
  const open = type === 'object' && properties === undefined && additionalProperties === undefined;
  return [
    ...(typeof $ref === 'string' ? within(atPointer(root, decodeURI($ref.slice(1))), place) : []),
    ...((type === 'string' && !bounded) || open ? [place] : []),
    ...Object.entries(isNode(properties) ? properties : {}).flatMap(([name, part]) => within(part, `${place}/${name}`)),
    ...within(items, `${place}/*`),
    ...within(additionalProperties, `${place}/*`),
    ...(Array.isArray(anyOf) ? anyOf.flatMap((one) => within(one, place)) : []),
  ];
};

/** What people send to a service in free words and unmarked: citations, and what is not written down. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'intake-gateway': [
    'fileCase/applicant/subject', // a login
    'fileCase/form', // marked by the item that asks for it
    'searchCases/number',
    'editCase/applicant/subject',
    'editCase/form',
    'refuseCase/law',
    'trackCase/number',
    'trackCase/password',
  ],
  department: ['refuse/law'],
};

describe.each(Object.entries(KNOWN))('what people send to %s', (name, known) => {
  it('is marked as personal wherever they may write what they like', () => {
    const contract = loadContract(name);
    const found = contract.operations
      .filter(({ body }) => body?.content.get('application/json') !== undefined)
      .flatMap(({ id }) => {
        const schema = bodySchema(contract, id) as unknown as Node;
        return freeTexts(schema, schema).map((place) => id + place);
      });
    expect(found).toEqual(known);
  });
});

describe('what services tell each other', () => {
  it('has no place for what people wrote but the envelope, and forms without what their items mark', () => {
    const { document, data } = loadEvents();
    const schemas = atPointer(document, '/components/schemas');
    const found = [...data].flatMap(([type, name]) => {
      const schema = isNode(schemas) ? schemas[name] : undefined;
      const own = type.startsWith('branch.') || type.startsWith('dossier.') || type.startsWith('case.');
      return own ? freeTexts(document, schema) : [];
    });
    const names = new Set(found.map((place) => place.slice(place.lastIndexOf('/') + 1)));
    expect([...names].toSorted()).toEqual([
      'caseId',
      'caseNumber',
      'code',
      'data', // of a result: codes, numbers, days
      'derived',
      'division',
      'en', // the name of a result, as its item was published
      'fileId',
      'form',
      'law',
      'mediaType',
      'name', // an officer's
      'number',
      'organ',
      'outcome',
      'personal', // the envelope
      'reason', // why a clock stands: the name of a procedure
      'role',
      'sha256',
      'status',
      'subject',
      'system',
      'title', // of a step inside a system, by its adapter
      'zh',
    ]);
  });
});

describe('a part of a contract with its marks', () => {
  const contract = loadContract('intake-gateway');

  it('brings along what it refers to', () => {
    const body = bodySchema(contract, 'requestCorrection') as unknown as Node;
    const { $ref } = body;
    expect(atPointer(body, decodeURI(String($ref).slice(1)))).toMatchObject({ required: ['lacks'] });
    const notice = componentSchema(contract, 'RefusalNotice') as unknown as Node;
    expect(atPointer(notice, '/components/schemas/RefusalNotice')).toMatchObject({
      properties: { reason: { 'x-personal': 'other' } },
    });
  });

  it('is asked for in vain of an operation that takes no JSON', () => {
    expect(() => bodySchema(contract, 'acceptCase')).toThrow('takes no JSON');
  });
});
