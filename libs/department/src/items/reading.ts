import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCompiler, loadEvents } from '@yimen/contracts';
import { parse } from 'yaml';
import { type Item, type Offer, type Package, versionKey } from './item.ts';
import { mistakesOfItem, mistakesOfPackage, type Place } from './mistakes.ts';

/** A folder of items has mistakes; the message lists all of them by file and pointer. */
export class ItemsError extends Error {
  constructor(mistakes: readonly string[]) {
    super(`The items have mistakes:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.name = 'ItemsError';
  }
}

/**
 * Reads a folder of YAML files, each with one item under `item` or one package under `package`, several versions of
 * one side by side if need be. Throws an ItemsError with every mistake of every file.
 */
export const readOffer = (folder: string, place: Place): Offer => {
  const compile = createCompiler(loadEvents().document, { allErrors: true });
  const check = { item: compile('/components/schemas/Item'), package: compile('/components/schemas/Package') };
  const items = new Map<string, Item>();
  const packages = new Map<string, Package>();
  const mistakes: string[] = [];

  for (const file of readdirSync(folder).toSorted()) {
    if (!file.endsWith('.yaml')) continue;
    const read = (parse(readFileSync(join(folder, file), 'utf8')) ?? {}) as Readonly<Record<string, unknown>>;
    const kind = 'package' in read ? 'package' : 'item';
    const value = read[kind];
    const wrong = check[kind](value)?.map(({ instancePath, message }) => `${instancePath || '/'}: ${message}`);
    const found =
      wrong ?? (kind === 'item' ? mistakesOfItem(value as Item, place) : mistakesOfPackage(value as Package));
    mistakes.push(...found.map((mistake) => `${file}#${mistake}`));
    if (wrong) continue;
    const key = versionKey(value as Item);
    if (items.has(key) || packages.has(key)) mistakes.push(`${file}#/code: ${key} stands in two files`);
    if (kind === 'item') items.set(key, value as Item);
    else packages.set(key, value as Package);
  }
  if (mistakes.length > 0) throw new ItemsError(mistakes);
  return { items, packages };
};
