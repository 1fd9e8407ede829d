import { domains } from '@yimen/contracts';
import { personOf } from '../../district/people.ts';
import { WINDOW } from '../bodies.ts';
import { forAll } from '../driver.ts';
import { percentile, round } from '../figures.ts';
import type { Clients } from '../joint/journey.ts';
import type { Platform } from '../platform/platform.ts';
import type { Shelves } from './family.ts';

const AT_ONCE = 4;
const EACH = 100;

interface Lookup {
  readonly name: string;
  readonly user: string;
  readonly make: (nth: number) => { readonly path: string; readonly body?: object; readonly domain?: string };
  /** Somebody must be found, or the question was not the one that was meant. */
  readonly finds: boolean;
}

/** p95 of each list and search in ms. */
export type LookupFigures = Readonly<Record<string, number>>;

const singlesOf = (count: number, nth: number): number => {
  const n = Math.floor((nth * count) / EACH);
  return n % 10 === 0 ? n + 1 : n;
};

const lookupsFor = (count: number, numberOf: (nth: number) => string): readonly Lookup[] => [
  {
    name: 'list of a window',
    user: 'demo-centre-clerk',
    make: () => ({ path: `/cases?window=${WINDOW}` }),
    finds: false,
  },
  { name: 'list of mine', user: 'demo-village-agent', make: () => ({ path: '/cases?mine=true' }), finds: false },
  { name: 'list to accept', user: 'demo-centre-clerk', make: () => ({ path: '/cases?acceptance=mine' }), finds: false },
  { name: 'list of a status', user: 'demo-supervisor', make: () => ({ path: '/cases?status=closed' }), finds: true },
  {
    name: 'search by name',
    user: 'demo-centre-clerk',
    make: (nth) => ({ path: '/cases/search', body: { name: personOf(singlesOf(count, nth)).name } }),
    finds: count > 0,
  },
  {
    name: 'search by identity number',
    user: 'demo-centre-clerk',
    make: (nth) => ({ path: '/cases/search', body: { idNumber: personOf(singlesOf(count, nth)).idNumber } }),
    finds: count > 0,
  },
  {
    name: 'search by case number',
    user: 'demo-centre-clerk',
    make: (nth) => ({ path: '/cases/search', body: { number: numberOf(singlesOf(count, nth)) } }),
    finds: count > 0,
  },
  ...domains.map((domain, i) => ({
    name: `work list of ${domain}`,
    user: `demo-${['human-resources', 'public-security', 'market-regulation', 'housing-construction'][i] ?? ''}-handler`,
    make: () => ({ path: '/work-list', domain }),
    finds: false,
  })),
];

/** Asks every list and search a hundred times; throws when one that must find something finds nothing. */
export const measureLookups = async (
  platform: Platform,
  { gateway, departments }: Clients,
  count: number,
  numberOf: (nth: number) => string,
): Promise<LookupFigures> => {
  const figures: Record<string, number> = {};
  for (const { name, user, make, finds } of lookupsFor(count, numberOf)) {
    const token = await platform.stack.tokens(user);
    const ms: number[] = [];
    await forAll(Array.from({ length: EACH }), AT_ONCE, async (_, nth) => {
      const { path, body, domain } = make(nth);
      const client = domain === undefined ? gateway : departments.get(domain);
      const started = performance.now();
      const answer = await client?.call(body ? 'POST' : 'GET', path, {
        token,
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      ms.push(performance.now() - started);
      if (answer?.status !== 200) throw new Error(`${name}: ${answer?.status} ${JSON.stringify(answer?.body)}`);
      const cases = answer.body['cases'];
      if (finds && Array.isArray(cases) && cases.length === 0) throw new Error(`${name} finds nothing`);
    });
    figures[name] = round(percentile(ms, 0.95));
  }
  return figures;
};

const CONTROL = 'no-such-field';

/** An operation as the server's profile has it. */
interface Noted {
  readonly ns: string;
  readonly op: string;
  readonly command?: { readonly filter?: object };
}

const isControl = ({ command }: Noted): boolean => CONTROL in (command?.filter ?? {});

/** What was asked by what, never the values. */
const nameOf = ({ op, ns, command }: Noted): string =>
  `${op} ${ns} by ${Object.keys(command?.filter ?? {}).join(', ')}`;

/** Has the server note every query that scans a collection; `count` tells how many did since. */
export const watchScans = async (shelves: Shelves) => {
  const filter = {
    planSummary: { $regex: '^COLLSCAN' },
    ns: { $not: /\.system\./ },
    'command.aggregate': { $exists: false },
  };
  for (const { store } of shelves.all) await store.db.command({ profile: 1, slowms: 0, filter });
  // a net that catches nothing proves nothing: each server must note this one
  for (const { store } of shelves.all) await store.db.collection('publications').findOne({ [CONTROL]: 1 });
  return {
    end: async (): Promise<readonly string[]> => {
      const scanned: string[] = [];
      for (const { store } of shelves.all) {
        await store.db.command({ profile: 0, filter: 'unset' });
        const profile = store.db.collection<Noted>('system.profile');
        const noted = await profile.find().limit(100).toArray();
        await profile.drop();
        if (!noted.some(isControl)) throw new Error('a scan was made and not noted: the count of scans means nothing');
        scanned.push(...noted.filter((one) => !isControl(one)).map(nameOf));
      }
      return [...new Set(scanned)];
    },
  };
};

/** How large documents are: of the cases the largest, and all bytes there are. */
export const sizesOf = async (
  shelves: Shelves,
): Promise<{ documents: number; onDisk: number; largestCase: number }> => {
  let [documents, onDisk, largestCase] = [0, 0, 0];
  for (const { store, service } of shelves.all) {
    const stats = await store.db.command({ dbStats: 1 });
    documents += Number(stats['dataSize']);
    onDisk += Number(stats['storageSize']) + Number(stats['indexSize']);
    if (service !== 'intake-gateway') continue;
    const [found] = await store.db
      .collection('cases')
      .aggregate([{ $sample: { size: 5_000 } }, { $group: { _id: null, most: { $max: { $bsonSize: '$$ROOT' } } } }])
      .toArray();
    largestCase = Number(found?.['most'] ?? 0);
  }
  return { documents, onDisk, largestCase };
};
