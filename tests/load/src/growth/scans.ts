import type { Shelves } from './family.ts';

const CONTROL = 'no-such-field';
const NOTED_LIMIT = 1_000;

/** An operation as the server's profile has it. */
interface Noted {
  readonly ns: string;
  readonly op: string;
  readonly docsExamined?: number;
  readonly command?: {
    readonly filter?: object;
    readonly query?: object;
    readonly q?: object;
    readonly pipeline?: readonly object[];
  };
}

const isControl = ({ command }: Noted): boolean => CONTROL in (command?.filter ?? {});

/** What was asked by what and how much was looked at, never the values. */
const nameOf = ({ op, ns, docsExamined = 0, command = {} }: Noted): string => {
  const { filter, query, q, pipeline } = command;
  const stages = pipeline?.map((stage) => Object.keys(stage).join());
  const by = stages ?? Object.entries(filter ?? query ?? q ?? {}).map(wordsOf);
  return `${op} ${ns} by ${by.join(', ')} (${docsExamined} documents)`;
};

const wordsOf = ([field, asked]: [string, unknown]): string => {
  const choice = (asked as { readonly $in?: unknown } | null)?.$in;
  return Array.isArray(choice) ? `${field} (one of ${choice.length})` : field;
};

/**
 * Has the server note every operation that scans a collection, whatever it is. Streams of changes read the log of
 * operations, which has no index and is read from its end.
 */
export const watchScans = async (shelves: Shelves) => {
  const filter = { planSummary: { $regex: '^COLLSCAN' }, ns: { $not: /(^local\.|\.system\.)/ } };
  for (const { store } of shelves.all) await store.db.command({ profile: 1, slowms: 0, filter });
  // a net that catches nothing proves nothing: each server must note these two
  for (const { store } of shelves.all) {
    const anything = store.db.collection('publications');
    await anything.findOne({ [CONTROL]: 1 });
    await anything.aggregate([{ $match: { [CONTROL]: 1 } }]).toArray();
  }
  return {
    /** What was scanned since, each once; and a sentence for each server that did not note what it should. */
    end: async (): Promise<readonly string[]> => {
      const scanned: string[] = [];
      for (const { store, service } of shelves.all) {
        await store.db.command({ profile: 0, filter: 'unset' });
        const profile = store.db.collection<Noted>('system.profile');
        const noted = await profile.find().limit(NOTED_LIMIT).toArray();
        await profile.drop();
        const caught = noted.filter(isCaught);
        if (caught.length < 2) scanned.push(`${service}: scans were made and not noted, so others may be missing`);
        scanned.push(...noted.filter((one) => !isCaught(one) && !isStream(one)).map(nameOf));
      }
      return [...new Set(scanned)];
    },
  };
};

const isCaught = (one: Noted): boolean =>
  isControl(one) || one.command?.pipeline?.some((stage) => JSON.stringify(stage).includes(CONTROL)) === true;

const isStream = ({ command }: Noted): boolean => command?.pipeline?.some((stage) => '$changeStream' in stage) === true;
