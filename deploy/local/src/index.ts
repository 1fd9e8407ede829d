export { type Claims, DEMO_USERS, DEPARTMENTS } from './issuer/demo-users.ts';
export { CACHE_DIR } from './places.ts';
export { newClusterId, prepareBroker } from './servers/broker.ts';
export { type Child, startChild } from './servers/child.ts';
export { RECIPES } from './servers/index.ts';
export { mongodArguments } from './servers/mongodb.ts';
export { explain, Obstacle } from './servers/obstacle.ts';
export { freePorts } from './servers/ports.ts';
export { fillOnce, onPath, runTool } from './servers/tools.ts';
export { type TemporaryFolder, temporaryFolder } from './servers/warden.ts';
export {
  DEFAULT_PORTS,
  databaseOf,
  GATEWAY,
  PLATFORM_DATABASE,
  type Ports,
  SERVICES,
  type ServiceName,
  SYSTEMS,
  type SystemRow,
} from './stack/layout.ts';
export { startOfProcess } from './stack/lock.ts';
export type { PartName } from './stack/parts.ts';
export { keysDirOf } from './stack/secrets.ts';
export {
  assembleStack,
  type Replica,
  type Stack,
  type StackOptions,
  type StackUrls,
  startStack,
} from './stack/stack.ts';
export { runSteps } from './stack/steps.ts';
export { type Traffic, trafficOf } from './stack/traffic.ts';
