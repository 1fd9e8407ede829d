import { join } from 'node:path';
import { DEMO_USERS, SERVICES, startStack, trafficOf } from '@yimen/local';
import { targetOf } from '@yimen/ops';
import type { TestProject } from 'vitest/node';
import type { Listener } from './src/listeners.ts';

/** Where the journeys find the platform, and who they may be. */
export interface Place {
  readonly gateway: string;
  readonly simulators: string;
  readonly kafkaBrokers: readonly string[];
  readonly mongodb: string;
  /** The services, as the broker knows them, and what each hears. */
  readonly listeners: readonly Listener[];
  /** The folder in which every part writes its log. */
  readonly logs: string;
  /** Access tokens of the demo users. */
  readonly tokens: Readonly<Record<string, string>>;
}

declare module 'vitest' {
  interface ProvidedContext {
    place: Place;
  }
}

/** One platform for all journeys: real servers, the issuer, the simulated systems, the five services. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const stack = await startStack({ env: process.env });
  const { databasePrefix } = targetOf(stack);
  const tokens: Record<string, string> = {};
  for (const user of Object.keys(DEMO_USERS)) tokens[user] = await stack.tokens(user);
  project.provide('place', {
    gateway: stack.urls.gateway,
    simulators: stack.urls.simulators,
    kafkaBrokers: stack.urls.kafkaBrokers,
    mongodb: stack.urls.mongodb,
    listeners: SERVICES.map((service) => trafficOf(service, databasePrefix)).map(({ group, hears }) => ({
      group,
      topics: hears,
    })),
    logs: join(stack.stateDir, 'logs'),
    tokens,
  });
  return stack.stop;
};
