import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Reads every import of the workspace once and answers what breaks the given borders. */
export const cruiseWorkspace = async (forbidden: IForbiddenRuleType[]): Promise<ICruiseResult> => {
  const result = await cruise(
    ['libs', 'services', 'deploy', 'tests'],
    {
      baseDir: root,
      ruleSet: { forbidden },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '\\.gen\\.ts$|(^|/)node_modules/(?!@yimen)' },
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['import', 'node', 'types', 'default'],
        extensions: ['.ts', '.mjs', '.js', '.json'],
      },
    },
    {},
    { tsConfig: { options: {} } },
  );
  if (typeof result.output === 'string') throw new Error('expected the reading as an object');
  return result.output;
};
