import { atPointer, isNode, type Node, readDocument } from './document.ts';

interface Place {
  readonly file: URL;
  readonly pointer: string;
}

/**
 * One self-contained document: whatever `$ref`s of other files name is copied under `components`, and every `$ref`
 * becomes local. References across files must name a component (`file#/components/<kind>/<Name>`) or, in files that
 * hold nothing but schemas, a top-level entry (`file#/Name`). The same name for two different things is an error.
 */
export const bundle = (entry: URL): Node => {
  const documents = new Map<string, Node>();
  const components = new Map<string, { readonly from: string; value: unknown }>();

  const documentAt = (file: URL): Node => {
    const known = documents.get(file.href) ?? readDocument(file);
    documents.set(file.href, known);
    return known;
  };

  const localName = ({ file, pointer }: Place): string => {
    const inComponents = /^\/components\/([A-Za-z]+)\/([A-Za-z0-9._-]+)$/.exec(pointer);
    if (inComponents) return `${inComponents[1]}/${inComponents[2]}`;
    const topLevel = /^\/([A-Za-z0-9._-]+)$/.exec(pointer);
    if (topLevel) return `schemas/${topLevel[1]}`;
    throw new Error(`${file.pathname}#${pointer} cannot be referred to from another file: name a component.`);
  };

  /** Follows components that are nothing but a reference to another: the other stands for them. */
  const settle = (place: Place): Place => {
    const value = atPointer(documentAt(place.file), place.pointer);
    if (!isNode(value) || typeof value['$ref'] !== 'string' || Object.keys(value).length > 1) return place;
    return settle(target(value['$ref'], place.file));
  };

  /** Copies what the reference names, once, and answers the local reference to it. */
  const adopt = (named: Place, asker: URL): string => {
    const place = settle(named);
    const name = localName(place);
    const from = `${place.file.href}#${place.pointer}`;
    const known = components.get(name);
    if (known && known.from !== from) throw new Error(`${name} means both ${known.from} and ${from}.`);
    if (!known) {
      const value = atPointer(documentAt(place.file), place.pointer);
      if (value === undefined) throw new Error(`${asker.pathname} refers to ${from}, which does not exist.`);
      const adopted = { from, value: undefined as unknown };
      components.set(name, adopted); // before its parts are walked, so that a schema may refer to itself
      adopted.value = localise(value, place.file);
    }
    return `#/components/${name}`;
  };

  const localise = (value: unknown, file: URL): unknown => {
    if (Array.isArray(value)) return value.map((part) => localise(part, file));
    if (!isNode(value)) return value;
    const { $ref: reference } = value;
    if (typeof reference !== 'string') {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, localise(part, file)]));
    }
    const local = adopt(target(reference, file), file);
    const siblings = Object.entries(value).filter(([key]) => key !== '$ref');
    return { ...Object.fromEntries(siblings.map(([key, part]) => [key, localise(part, file)])), $ref: local };
  };

  const { components: own, ...rest } = documentAt(entry);
  const body = localise(rest, entry) as Node;
  for (const [kind, named] of Object.entries(isNode(own) ? own : {})) {
    for (const name of Object.keys(isNode(named) ? named : {})) {
      adopt({ file: entry, pointer: `/components/${kind}/${name}` }, entry);
    }
  }
  return { ...body, components: gather(components) };
};

const target = (reference: string, file: URL): Place => {
  const [path = '', pointer = ''] = reference.split('#');
  return { file: path === '' ? file : new URL(path, file), pointer };
};

const gather = (components: ReadonlyMap<string, { readonly value: unknown }>): Node => {
  const gathered: Record<string, Record<string, unknown>> = {};
  for (const [name, { value }] of [...components].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [kind = '', own = ''] = name.split('/');
    const kindly = gathered[kind] ?? {};
    kindly[own] = value;
    gathered[kind] = kindly;
  }
  return gathered;
};
