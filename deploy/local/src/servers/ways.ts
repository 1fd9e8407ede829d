/** How a server is come by, in the order in which the ways are tried. */
export const WAYS = ['environment', 'cache', 'path', 'docker', 'packages'] as const;
/** One of the ways to come by a server. */
export type Way = (typeof WAYS)[number];

/** How each way reads in a sentence. */
export const WAY_TEXT: Readonly<Record<Way, string>> = {
  environment: 'address given in the environment',
  cache: 'from the project’s .cache folder',
  path: 'found on PATH',
  docker: 'by Docker',
  packages: 'downloaded by package clients',
};

/** Looks for something along one way; `undefined` means: not here, try the next way. */
export type Look<T> = () => T | undefined | Promise<T | undefined>;

/** The first way, in the stated order, along which something is found; later ways are not looked at. */
export const firstWay = async <T>(
  looks: Readonly<Partial<Record<Way, Look<T>>>>,
): Promise<{ way: Way; found: T } | undefined> => {
  for (const way of WAYS) {
    const found = await looks[way]?.();
    if (found !== undefined) return { way, found };
  }
  return undefined;
};
