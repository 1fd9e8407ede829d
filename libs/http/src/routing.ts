/** What a path leads to: endpoints by method, and the values of its `{names}`. */
export interface Found<E> {
  readonly endpoints: ReadonlyMap<string, E>;
  readonly params: Record<string, unknown>;
}

/** A path whose percent-encoding is broken. */
export const unreadablePath = Symbol('unreadable path');

interface Crossing<E> {
  readonly fixed: Map<string, Crossing<E>>;
  open: Crossing<E> | undefined;
  /** Names of the open segments that lead here. */
  names: readonly string[];
  readonly endpoints: Map<string, E>;
}

/** Where an endpoint stands. */
export interface Signpost<E> {
  readonly method: string;
  readonly path: string;
  readonly endpoint: E;
}

/**
 * Finds endpoints by path: one step per segment however many routes there are, fixed segments before open ones.
 * A tree because it knows, unlike a list of patterns, which other methods a path has (405, not 404).
 */
export const createRouting = <E>(signposts: readonly Signpost<E>[]) => {
  const root = crossing<E>();
  for (const signpost of signposts) plant(root, signpost);

  return (path: string): Found<E> | typeof unreadablePath | undefined => {
    const segments = path.split('/');
    const values: string[] = [];
    const end = walk(root, segments, 1, values);
    if (!end) return undefined;
    const params: Record<string, unknown> = {};
    for (let i = 0; i < end.names.length; i++) {
      const value = decode(values[i] ?? '');
      if (value === undefined) return unreadablePath;
      params[end.names[i] ?? ''] = value;
    }
    return { endpoints: end.endpoints, params };
  };
};

const crossing = <E>(): Crossing<E> => ({ fixed: new Map(), open: undefined, names: [], endpoints: new Map() });

const plant = <E>(root: Crossing<E>, { method, path, endpoint }: Signpost<E>): void => {
  const names: string[] = [];
  let here = root;
  for (const segment of path.split('/').slice(1)) {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name !== undefined) {
      names.push(name);
      here.open ??= crossing();
      here = here.open;
    } else {
      const next = here.fixed.get(segment) ?? crossing<E>();
      here.fixed.set(segment, next);
      here = next;
    }
  }
  if (here.endpoints.size > 0 && here.names.join() !== names.join()) {
    throw new Error(`${path} names its parameters in two ways.`);
  }
  here.names = names;
  here.endpoints.set(method, endpoint);
};

const walk = <E>(
  here: Crossing<E>,
  segments: readonly string[],
  index: number,
  values: string[],
): Crossing<E> | undefined => {
  const segment = segments[index];
  if (segment === undefined) return here.endpoints.size > 0 ? here : undefined;
  const next = here.fixed.get(segment);
  const end = next && walk(next, segments, index + 1, values);
  if (end || !here.open || segment === '') return end;
  values.push(segment);
  const found = walk(here.open, segments, index + 1, values);
  if (!found) values.pop();
  return found;
};

const decode = (segment: string): string | undefined => {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};
