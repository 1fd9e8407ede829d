export { bundle } from './bundle.ts';
export { type Check, type Compiler, type CompilerOptions, createCompiler, type SchemaError } from './compiler.ts';
export {
  type Content,
  type Contract,
  loadContract,
  type Method,
  type Operation,
  type Parameter,
  type Response,
  readContract,
} from './contract.ts';
export { escapePointer } from './document.ts';
export {
  compileEventReaders,
  compileEventValidators,
  type EventContract,
  type EventValidators,
  loadEvents,
} from './events.ts';
export { bodySchema, componentSchema } from './marked.ts';
export {
  branchesGroup,
  branchesTopic,
  casesTopic,
  type Domain,
  deadTopic,
  domains,
  dossiersTopic,
  itemsTopic,
  newsGroup,
  type Topic,
  topics,
} from './topics.ts';
