import { existsSync, readdirSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { bundle } from './bundle.ts';
import { loadEvents } from './events.ts';

const root = new URL('../', import.meta.url);

/** Names of the services whose contract stands here. */
export const contractNames = (): string[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/openapi.yaml`, root)))
    .map((entry) => entry.name)
    .sort();

/** What makes each generated file, by its path under libs/contracts; what stands on disk must be equal. */
export const generators = (): Map<string, () => Promise<string>> =>
  new Map([
    ...contractNames().map((name): [string, () => Promise<string>] => [
      `src/${name}.gen.ts`,
      () => typesOf(bundle(new URL(`${name}/openapi.yaml`, root)), `${name}/openapi.yaml`),
    ]),
    ['src/events.gen.ts', eventTypes],
  ]);

const heading = (source: string): string => `// Generated from ${source} by \`npm run generate\`. Do not edit.\n`;

const typesOf = async (document: object, source: string): Promise<string> =>
  heading(source) + astToString(await openapiTS(JSON.stringify(document), { emptyObjectsUnknown: true }));

/** openapi-typescript reads OpenAPI only, so the schemas travel in a shell of one. */
const eventTypes = async (): Promise<string> => {
  const { document, data } = loadEvents();
  const { components } = document as { components: { schemas: object } };
  const shell = {
    openapi: '3.1.0',
    info: { title: 'events', version: '1' },
    paths: {},
    components: { schemas: components.schemas },
  };
  const map = [...data].map(([type, schema]) => `    "${type}": components["schemas"]["${schema}"];`);
  const byType = `/** The data of each CloudEvent type. */\nexport interface EventData {\n${map.join('\n')}\n}\n`;
  return (await typesOf(shell, 'events/')) + byType;
};
