export { type AdapterCase, type AdapterScenario, adapterContract } from './adapter-contract.ts';
export { type MemoryDossiers, memoryDossiers } from './memory-port.ts';
export { openDoor, type Stand, standAt } from './stand.ts';
export { type StatesUnderTest, systemStatesContract } from './states-contract.ts';
