import { fileURLToPath } from 'node:url';
import { runDepartment } from '@yimen/department';
import { config } from './config.ts';
import { rules } from './rules/index.ts';
import { adapters } from './systems.ts';

await runDepartment({
  domain: 'commerce-registration',
  items: fileURLToPath(new URL('../items', import.meta.url)),
  rules,
  adapters,
  settings: config,
});
