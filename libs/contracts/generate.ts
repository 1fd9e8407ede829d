import { writeFileSync } from 'node:fs';
import { generators } from './src/generated.ts';

for (const [path, generate] of generators()) {
  try {
    writeFileSync(new URL(path, import.meta.url), await generate());
    console.log(`wrote libs/contracts/${path}`);
  } catch (error) {
    console.error(`libs/contracts/${path}: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
