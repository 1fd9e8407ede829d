import { readFileSync } from 'node:fs';
import { itemsTopic } from '@yimen/contracts';
import type { EventData } from '@yimen/contracts/events';
import { connectBroker, createPublisher } from '@yimen/messaging';
import { parse } from 'yaml';

type Package = EventData['package.published']['package'];
type Branch = Package['branches'][number];

const RESTAURANT = new URL('../../../../services/commerce-registration/items/open-restaurant.yaml', import.meta.url);

/** Branches of the package of twelve. */
const TWELVE = 12;

const twelve = (branches: readonly Branch[]): Branch[] =>
  Array.from({ length: TWELVE }, (_, i) => {
    const { lead: _lead, ...branch } = branches[i % branches.length] as Branch;
    return { ...branch, key: `${branch.key}-${i + 1}`, ...(i === 0 ? { lead: true } : {}) };
  });

/** The first branch feeds the four others: its licence is a material of the case before they open. */
const fed = ([first, ...others]: readonly Branch[]): Branch[] =>
  first
    ? [
        first,
        ...others.map((branch) => ({ ...branch, after: [{ branch: first.key, onRefusal: 'continue' as const }] })),
      ]
    : [];

/** Two packages of the same five one-level items as `open-restaurant`: one of twelve branches, one in two waves. */
export const benchPackages = (): readonly Package[] => {
  const { package: real }: { package: Package } = parse(readFileSync(RESTAURANT, 'utf8'));
  return [
    { ...real, code: 'bench-twelve', branches: twelve(real.branches) },
    { ...real, code: 'bench-fed', branches: fed(real.branches) },
  ];
};

/** Publishes packages as their lead department's service would. */
export const publishPackages = async (brokers: readonly string[], packages: readonly Package[]): Promise<void> => {
  const publisher = createPublisher(connectBroker({ brokers: [...brokers], clientId: 'bench' }));
  try {
    await publisher.publish(
      packages.map((published) => {
        const key = `${published.code}@${published.version}`;
        const value = {
          specversion: '1.0',
          id: `${key}/1/bench`,
          source: key,
          type: 'package.published',
          subject: key,
          time: '2026-03-02T01:30:00.000Z',
          datacontenttype: 'application/json',
          sequence: 1,
          target: itemsTopic,
          entryhash: 'bench',
          data: { package: published },
        };
        return { topic: itemsTopic, key, value: JSON.stringify(value) };
      }),
    );
  } finally {
    await publisher.close();
  }
};
