import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Reads every import of a workspace once, libraries and all, and answers what breaks the given borders. */
export const cruiseWorkspace = async (
  forbidden: readonly IForbiddenRuleType[],
  baseDir = root,
): Promise<ICruiseResult> => {
  const result = await cruise(
    ['libs', 'services', 'deploy', 'tests'],
    {
      baseDir,
      ruleSet: { forbidden: [...forbidden] },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
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
