import type { JsonObject } from '@yimen/kernel';
import type { Aggregate, Command } from '../aggregate.ts';
import { pick } from '../store/pick.ts';
import type { CaseStore, Found } from '../store/port.ts';
import { upcastFile } from './upcast.ts';

/** Rows with their states in the words of the present version; those of older files cost one more load. */
export const createFind =
  <S extends JsonObject, C extends Command>(
    aggregate: Aggregate<S, C>,
    store: Pick<CaseStore, 'find' | 'load'>,
  ): CaseStore['find'] =>
  async (query) => {
    const rows = await store.find(query);
    const old = rows.filter(({ schemaVersion }) => schemaVersion < aggregate.schemaVersion).map(({ id }) => id);
    if (old.length === 0 || query.fields?.length === 0) return rows;
    const files = new Map((await store.load(old)).map((file) => [file._id, upcastFile(aggregate, file)]));
    return rows.map((row): Found => {
      const file = files.get(row.id);
      return file ? { ...row, state: pick(file.state, query.fields) } : row;
    });
  };
