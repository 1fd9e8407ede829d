import { domains } from '@yimen/contracts';
import { SERVICES, type StackUrls } from '@yimen/local';
import type { Chance } from './chance.ts';
import { layLine, type Weather, type WeatherLine } from './line.ts';
import type { Stage } from './stage.ts';

/** All lines of a platform, by who is reached over them. */
export interface Links {
  readonly names: readonly string[];
  /** From now on, for everybody who reaches this over a line. */
  readonly set: (name: string, weather: Weather) => void;
  /** Where front ends find gateway and departments. */
  readonly urls: Pick<StackUrls, 'gateway' | 'services'>;
  /** When (ms) front ends gave up connections of their own that had gone deaf. */
  readonly gaveUpDeaf: () => readonly number[];
}

const portOf = (address: string): number => Number(new URL(address).port);

/** Whom the parts of a platform speak with, by their ports. */
const reached = (urls: StackUrls): Readonly<Record<string, readonly number[]>> => ({
  MongoDB: [portOf(urls.mongodb)],
  Kafka: urls.kafkaBrokers.map((broker) => portOf(`kafka://${broker}`)),
  Redis: [portOf(urls.redis)],
  'legacy systems': [portOf(urls.simulators)],
  issuer: [portOf(urls.issuer)],
  gateway: [portOf(urls.gateway)],
  departments: domains.map((domain) => portOf(urls.services[domain])),
});

const FRONT = 'front ends';

/** Lays a line to everybody whom a part of the platform, a legacy system or a front end speaks with; all is well at first. */
export const layLinks = async (stage: Stage, chance: Chance): Promise<Links> => {
  const { stack } = stage;
  const lines = new Map<string, WeatherLine[]>();
  const routes: Record<string, number> = {};
  for (const [name, ports] of Object.entries(reached(stack.urls))) {
    const laid = await Promise.all(ports.map((port) => layLine(port, chance)));
    for (const [place, port] of ports.entries()) routes[String(port)] = laid[place]?.port ?? port;
    lines.set(name, laid);
  }
  const front = await Promise.all(SERVICES.map((name) => layLine(portOf(stack.urls.services[name]), chance)));
  lines.set(FRONT, front);
  for (const part of [...SERVICES, 'simulators'] as const) {
    stage.board(part).setRoutes(routes);
    await stack.restart(part); // who is connected already would not notice
  }
  const services = Object.fromEntries(
    SERVICES.map((name, place) => [name, `http://127.0.0.1:${front[place]?.port}`]),
  ) as StackUrls['services'];
  const all = [...lines.values()].flat();
  stage.adopt({
    hangUp: () => {
      for (const line of all) line.hangUp();
    },
    close: () => {
      for (const line of all) line.close();
    },
  });
  return {
    names: [...lines.keys()],
    set: (name, weather) => {
      for (const line of lines.get(name) ?? []) line.set(weather);
    },
    urls: { gateway: services['intake-gateway'], services },
    gaveUpDeaf: () => front.flatMap((line) => line.gaveUpDeaf()),
  };
};
