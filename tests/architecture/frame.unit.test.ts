import { describe, expect, it } from 'vitest';
import { trackedFiles } from './tracked.ts';

const FRAME = ['package.json', 'pnpm-workspace.yaml', 'services', 'libs', 'deploy', 'k8s', 'tests', 'README.md'];
const TOOL_SETTINGS = ['pnpm-lock.yaml', 'tsconfig.json', 'biome.json', 'knip.json', 'vitest.config.ts'];

describe('the top level of the project', () => {
  it('holds the frame and the settings of tools, nothing else', () => {
    const top = new Set(trackedFiles().map(({ path }) => path.split('/')[0] ?? ''));
    expect(
      [...top].filter((name) => !name.startsWith('.') && !FRAME.includes(name) && !TOOL_SETTINGS.includes(name)),
    ).toEqual([]);
  });
});
