import { personOf } from '../../district/people.ts';
import { WINDOW } from '../bodies.ts';
import { type Client, forAll } from '../driver.ts';
import { percentile, round } from '../figures.ts';
import type { Branch, Clients } from '../joint/journey.ts';
import type { Platform } from '../platform/platform.ts';
import { isSingle } from './loading.ts';

const AT_ONCE = 4;
const EACH = 100;
/** A front end that turns so many pages of the most rows there may be. */
const DEEP_PAGES = 50;
const PAGE_ROWS = 100;
/** The last of those pages, asked for by themselves. */
const FAR_BEHIND = 5;

interface Question {
  readonly path: string;
  readonly body?: object;
}

interface Lookup {
  readonly name: string;
  readonly user: string;
  readonly client: Client | undefined;
  readonly make: (nth: number) => Question;
  /** Somebody must be found, or the question was not the one that was meant. */
  readonly finds: boolean;
  /** A list with pages: each is asked for in turn. */
  readonly paged: boolean;
}

/** What lists and searches came to. */
export interface LookupFigures {
  readonly p95Ms: Readonly<Record<string, number>>;
  /** Those that were answered wrongly or found nothing, with what was said. */
  readonly failed: readonly string[];
}

/** What is looked for: so many cases are stored, with these numbers; open dossiers wait in these work lists. */
export interface Stock {
  readonly count: number;
  readonly numberOf: (nth: number) => string;
  readonly branches: readonly Branch[];
}

const lookupsFor = ({ gateway, departments }: Clients, { count, numberOf, branches }: Stock): readonly Lookup[] => {
  const single = (nth: number): number => {
    const n = Math.floor((nth * count) / EACH);
    return isSingle(n) ? n : n + 1;
  };
  const list = (name: string, user: string, query: string): Lookup => ({
    name,
    user,
    client: gateway,
    make: () => ({ path: `/cases?${query}` }),
    finds: true,
    paged: true,
  });
  const search = (name: string, bodyOf: (nth: number) => object): Lookup => ({
    name,
    user: 'demo-centre-clerk',
    client: gateway,
    make: (nth) => ({ path: '/cases/search', body: bodyOf(single(nth)) }),
    finds: count > 0,
    paged: false,
  });
  return [
    list('list of a window', 'demo-centre-clerk', `window=${WINDOW}`),
    list('list of mine', 'demo-village-agent', 'mine=true'),
    list('list to accept', 'demo-centre-clerk', 'acceptance=mine'),
    list('list of a status', 'demo-supervisor', 'status=closed'),
    search('search by name', (nth) => ({ name: personOf(nth).name })),
    search('search by identity number', (nth) => ({ idNumber: personOf(nth).idNumber })),
    search('search by case number', (nth) => ({ number: numberOf(nth) })),
    ...branches.map(({ department, domain }) => ({
      name: `work list of ${department}`,
      user: `demo-${department}-handler`,
      client: departments.get(domain),
      make: () => ({ path: '/work-list?' }),
      finds: true,
      paged: true,
    })),
  ];
};

const ask = async ({ name, client }: Lookup, { path, body }: Question, token: string) => {
  const answer = await client?.call(body ? 'POST' : 'GET', path, {
    token,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (answer?.status !== 200) throw new Error(`${name}: ${answer?.status} ${JSON.stringify(answer?.body)}`);
  return answer.body;
};

const rowsOf = (body: Readonly<Record<string, unknown>>): number => {
  const rows = body['cases'] ?? body['dossiers'];
  return Array.isArray(rows) ? rows.length : 0;
};

/** Turns pages as a front end does: what is added to the question for each page, the first included. */
const turnPages = async (lookup: Lookup, token: string): Promise<readonly string[]> => {
  const pages = [''];
  while (pages.length <= DEEP_PAGES) {
    const { path } = lookup.make(0);
    const body = await ask(lookup, { path: `${path}&limit=${PAGE_ROWS}${pages.at(-1)}` }, token);
    if (typeof body['next'] !== 'string') break;
    pages.push(`&cursor=${body['next']}`);
  }
  return pages;
};

/** Asks a hundred times, each time for the next of these pages. */
const measure = async (lookup: Lookup, token: string, pages: readonly string[]): Promise<number> => {
  const ms: number[] = [];
  let found = 0;
  await forAll(Array.from({ length: EACH }), AT_ONCE, async (_, nth) => {
    const { path, ...rest } = lookup.make(nth);
    const started = performance.now();
    const body = await ask(lookup, { path: `${path}${pages[nth % pages.length]}`, ...rest }, token);
    ms.push(performance.now() - started);
    if (rowsOf(body) > 0) found += 1;
  });
  if (lookup.finds && found < EACH) throw new Error(`${lookup.name} finds nothing in ${EACH - found} of ${EACH}`);
  return round(percentile(ms, 0.95));
};

/** Asks every list and search a hundred times: a list for its pages in turn, and again for those far behind. */
export const measureLookups = async (
  { stack, ending }: Platform,
  clients: Clients,
  stock: Stock,
): Promise<LookupFigures> => {
  const p95Ms: Record<string, number> = {};
  const failed: string[] = [];
  for (const lookup of lookupsFor(clients, stock)) {
    try {
      const token = await stack.tokens(lookup.user);
      const pages = lookup.paged ? await turnPages(lookup, token) : [''];
      p95Ms[lookup.name] = await measure(lookup, token, pages);
      if (pages.length <= FAR_BEHIND) continue;
      p95Ms[`${lookup.name}, after ${pages.length - FAR_BEHIND} pages`] = await measure(
        lookup,
        token,
        pages.slice(-FAR_BEHIND),
      );
    } catch (error) {
      ending.throwIfAborted();
      failed.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { p95Ms, failed };
};
