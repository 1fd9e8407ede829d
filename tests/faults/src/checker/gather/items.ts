import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domains } from '@yimen/contracts';

const ROOT = join(import.meta.dirname, '../../../../../services');

/** The promised days of each item and package, read from its guide and not from what the platform makes of it. */
export const readPromises = (): ReadonlyMap<string, number> =>
  new Map(
    domains
      .flatMap((domain) => guidesOf(join(ROOT, domain, 'items')))
      .map((guide) => {
        const [, code] = /^ {2}code: (\S+)$/m.exec(guide) ?? [];
        const [, days] = /promisedDays: (\d+)/.exec(guide) ?? [];
        if (code === undefined || days === undefined)
          throw new Error(`A guide without code or days: ${guide.slice(0, 80)}`);
        return [code, Number(days)] as const;
      }),
  );

const guidesOf = (dir: string): readonly string[] => {
  const names = readdirSync(dir, { withFileTypes: true }).filter((one) => one.isFile() && one.name.endsWith('.yaml'));
  return names.map(({ name }) => readFileSync(join(dir, name), 'utf8'));
};
