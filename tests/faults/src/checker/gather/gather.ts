import { personalTexts } from '../../../../journeys/src/persons.ts';
import { ADDRESSES } from '../../load/client.ts';
import type { Load } from '../../load/load.ts';
import type { Stage } from '../../platform/stage.ts';
import type { Evidence } from '../evidence.ts';
import { readPromises } from './items.ts';
import { readFiles, readLedgers, readLogs, readShown } from './outside.ts';
import { readStores } from './stores.ts';
import { readLags, readTopics } from './topics.ts';

/** What the runner knows of a round that nobody else does. */
export interface Known
  extends Pick<
    Evidence,
    'planted' | 'healedAt' | 'convergeMs' | 'mayNeedReview' | 'words' | 'restored' | 'gaveUpDeaf'
  > {
  readonly loads: readonly Load[];
}

/** Collects all that speaks for or against a round; everything has been healed and drained. */
export const gather = async (stage: Stage, { loads, ...known }: Known): Promise<Evidence> => {
  const { urls } = stage.stack;
  const lines = loads.flatMap((load) => load.lines());
  const lags = await readLags(urls.kafkaBrokers);
  const messages = await readTopics(urls.kafkaBrokers);
  const ledgers = await readLedgers(stage);
  const stores = await readStores(urls.mongodb);
  const told = lines.flatMap(({ act, status, answer }) =>
    act === 'file' && status === 201 ? [String(answer?.['id'])] : [],
  );
  const shown = await readShown(stage, new Set([...told, ...stores.cases.map(({ id }) => id)]));
  return {
    ...known,
    lines,
    trips: loads.flatMap((load) => load.trips()),
    ...stores,
    lags,
    messages,
    ledgers,
    shown,
    downloaded: await readFiles(stage, lines),
    addresses: ADDRESSES,
    promised: readPromises(),
    logs: readLogs(stage),
    secrets: [...new Set([...personalTexts(), ...phonesIn(lines)])],
  };
};

const phonesIn = (lines: Evidence['lines']): readonly string[] =>
  lines.flatMap(({ asked }) => {
    const phone = (asked?.['applicant'] as { phone?: unknown } | undefined)?.phone;
    return typeof phone === 'string' ? [phone] : [];
  });
