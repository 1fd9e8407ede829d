import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { type JsonObject, type Refusal, refuse } from '@yimen/kernel';

/** What a rule sees: the whole form, and what was derived from the person. */
export type RuleInput = { readonly form: JsonObject; readonly derived: JsonObject };

/** A CEL rule, checked at publication. */
export type CompiledRule = {
  /** True when it holds; false also when a field that it needs is missing. */
  readonly holds: (input: RuleInput) => boolean;
};

/** Loops inside loops that a rule may have; lists are bounded by the form's own `maxItems`. */
const LOOP_DEPTH_LIMIT = 2;

const environment = new Environment({
  limits: { maxAstNodes: 300, maxDepth: 24, maxListElements: 100, maxMapEntries: 20, maxCallArguments: 8 },
})
  .registerVariable('form', 'map')
  .registerVariable('derived', 'map');

const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/**
 * Compiles a rule or says why it is none: it must parse, be of type bool, and not call `matches`, which has no limit
 * of time, nor loop deeper than twice.
 */
export const compileRule = (source: string): CompiledRule | Refusal => {
  try {
    const run = environment.parse(source);
    const fault = faultOf(run.ast, 0);
    if (fault) return refuse('rule-invalid', fault, { source });
    const { valid, type } = run.check();
    if (!valid || (type !== 'bool' && type !== 'dyn'))
      return refuse('rule-invalid', 'It is not a condition.', { source });
    return {
      holds: (input) => {
        try {
          return run(input) === true;
        } catch {
          return false; // a field that the rule needs is not there
        }
      },
    };
  } catch {
    return refuse('rule-invalid', 'It is not CEL.', { source });
  }
};

const faultOf = (node: ASTNode, loops: number): string | undefined => {
  const call = node.op === 'call' || node.op === 'rcall' ? node.args[0] : undefined;
  if (call === 'matches') return 'It calls matches.';
  const deeper = call !== undefined && LOOPS.has(call) ? loops + 1 : loops;
  if (deeper > LOOP_DEPTH_LIMIT) return `It loops more than ${LOOP_DEPTH_LIMIT} deep.`;
  for (const part of nodesIn(node.args)) {
    const fault = faultOf(part, deeper);
    if (fault) return fault;
  }
  return undefined;
};

const nodesIn = (args: unknown): readonly ASTNode[] => {
  if (Array.isArray(args)) return args.flatMap(nodesIn);
  return isNode(args) ? [args] : [];
};

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
