import { createRunner, type Exchange, type LegacySystem, type Runner, type SystemStates } from '@yimen/adapter';
import type { Entry } from '@yimen/case-file';
import type { JsonObject } from '@yimen/kernel';
import type { Logger } from '@yimen/telemetry';
import type { Dossiers } from '../dossiers.ts';
import type { Ground } from '../ground.ts';
import { type Arrivals, openArrivals } from '../inbound/arrivals.ts';
import { createDoor } from '../inbound/door.ts';
import { createMatching, type Matching } from '../inbound/matching.ts';
import { createPort } from './port.ts';
import type { DepartmentRules } from './rules.ts';
import { createSystemStates } from './states.ts';

/** What goes to the legacy systems and comes from them. */
export interface Carriers {
  readonly states: SystemStates;
  readonly runner: Runner;
  readonly arrivals: Arrivals;
  readonly matching: Matching;
  readonly door: ReturnType<typeof createDoor>;
}

/** What carriers need. */
export interface CarrierParts {
  readonly ground: Ground;
  readonly dossiers: Dossiers;
  readonly systems: ReadonlyMap<string, LegacySystem>;
  readonly rules: DepartmentRules;
  readonly instance: string;
  readonly log: Logger;
}

/** Opens both ways: the runner that carries exchanges out, the door and the matching that bring news in. */
export const openCarriers = async (parts: CarrierParts): Promise<Carriers> => {
  const { ground, dossiers, systems, rules, log } = parts;
  const { store, clocks, keyring } = ground;
  const { files } = dossiers;
  const onOdd = (facts: JsonObject, sentence: string) => log.warn(facts, sentence);
  const states = createSystemStates(store, keyring, clocks.system);
  const runner = createRunner({
    systems: [...systems.values()],
    port: createPort({ files, store, rules, clocks, onOdd }),
    states,
    clocks,
    logger: log,
    owner: parts.instance,
  });
  const arrivals = await openArrivals(store, keyring, clocks.system);
  const matching = createMatching({ arrivals, files, clocks, onOdd });
  const refused = (system: string, detail: string) => log.warn({ system, detail }, 'An arrival is not the system’s');
  const door = createDoor({ systems, arrivals, clocks, stored: matching.nudge, refused });
  const carriers = { states, runner, arrivals, matching, door };
  files.onSaved(({ entries }) => follow(entries, carriers, onOdd));
  return carriers;
};

/** After a write: what wants to go out is carried, what waited for a receipt is matched. */
const follow = (
  entries: readonly Entry[],
  { runner, arrivals, matching }: Pick<Carriers, 'runner' | 'arrivals' | 'matching'>,
  onOdd: (facts: JsonObject, sentence: string) => void,
): void => {
  for (const { type, data } of entries) {
    if (type !== 'exchange.moved') continue;
    const { exchange } = data['kept'] as unknown as { readonly exchange: Exchange };
    if (exchange.status === 'wanted') runner.nudge(exchange.system);
    if (exchange.receipt === undefined) continue;
    arrivals.hurry(exchange.system, exchange.receipt).then(matching.nudge, () =>
      // the matching comes by itself, only later
      onOdd({ system: exchange.system }, 'Arrivals could not be hurried'),
    );
  }
};
