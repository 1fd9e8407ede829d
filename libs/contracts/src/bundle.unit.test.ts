import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { bundle, createCompiler } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bundled = (files: Record<string, unknown>) => {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content));
  return bundle(pathToFileURL(join(folder, 'main.yaml')));
};

describe('a document that refers to other files', () => {
  it('becomes one, each component once, references of references included', () => {
    const document = bundled({
      'main.yaml': {
        paths: { $ref: 'words.yaml#/components/schemas/A' },
        again: [{ $ref: 'words.yaml#/components/schemas/A' }, { $ref: 'plain.yaml#/Plain' }],
        components: { schemas: { Own: { $ref: '#/components/schemas/Other' }, Other: { type: 'string' } } },
      },
      'words.yaml': {
        components: { schemas: { A: { items: { $ref: '#/components/schemas/B' } }, B: { type: 'null' }, C: {} } },
      },
      'plain.yaml': { Plain: { description: 'kept', properties: { self: { $ref: '#/Plain' } } } },
    });
    expect(document).toEqual({
      paths: { $ref: '#/components/schemas/A' },
      again: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/Plain' }],
      components: {
        schemas: {
          A: { items: { $ref: '#/components/schemas/B' } },
          B: { type: 'null' },
          Other: { type: 'string' },
          Plain: { description: 'kept', properties: { self: { $ref: '#/components/schemas/Plain' } } },
        },
      },
    });
  });

  it.each([
    ['to nothing', { $ref: 'words.yaml#/components/schemas/Z' }, 'does not exist'],
    ['into the middle of another', { $ref: 'words.yaml#/components/schemas/A/items' }, 'name a component'],
    [
      'by one name to two things',
      [{ $ref: 'words.yaml#/components/schemas/A' }, { $ref: 'plain.yaml#/A' }],
      'means both',
    ],
  ])('%s is refused', (_name, paths, complaint) => {
    const files = {
      'main.yaml': { paths },
      'words.yaml': { components: { schemas: { A: { items: {} } } } },
      'plain.yaml': { A: {} },
    };
    expect(() => bundled(files)).toThrow(complaint);
  });
});

describe('a sentence torn in two by a comma', () => {
  it('is found when the file is read', () => {
    writeFileSync(join(folder, 'torn.yaml'), 'components: { schemas: { A: { description: This, and that } } }');
    expect(() => bundle(pathToFileURL(join(folder, 'torn.yaml')))).toThrow('goes on with "and that"');
  });
});

describe('a compiler', () => {
  const document = { components: { schemas: { Name: { type: 'string', minLength: 2, 'x-personal': true } } } };

  it('compiles what a pointer names and what the caller brings', () => {
    const compile = createCompiler(document);
    expect(compile('/components/schemas/Name')('x')).toMatchObject([{ keyword: 'minLength' }]);
    const list = compile({ type: 'array', items: { $ref: '#/components/schemas/Name' }, 'x-other': 1 });
    expect([list(['ab']), list(['a'])]).toMatchObject([undefined, [{ instancePath: '/0' }]]);
  });

  it('takes a document that is itself a schema', () => {
    const form = { type: 'object', required: ['name'], properties: { name: { type: 'string', 'x-personal': 'name' } } };
    const check = createCompiler(form)('');
    expect([check({ name: 'a' }), check({})]).toMatchObject([undefined, [{ keyword: 'required' }]]);
  });

  it('knows JSON Schema 2020-12', () => {
    const tuple = createCompiler({})({ type: 'array', prefixItems: [{ type: 'integer' }], items: false });
    expect([tuple([1]), tuple([1, 2])]).toMatchObject([undefined, [{ keyword: 'items' }]]);
  });

  it('complains once, or of everything when asked', () => {
    const schema = { type: 'object', required: ['a', 'b'], properties: {}, additionalProperties: false };
    expect(createCompiler({})(schema)({ c: 1 })).toHaveLength(1);
    expect(createCompiler({}, { allErrors: true })(schema)({ c: 1 })).toHaveLength(3);
  });

  it('refuses words that it does not know: a slip of the pen is not a rule', () => {
    expect(() => createCompiler({})({ type: 'string', maxLenght: 5 })).toThrow('maxLenght');
    expect(() => createCompiler({})({ type: 'string', format: 'postcode' })).toThrow('postcode');
  });
});
