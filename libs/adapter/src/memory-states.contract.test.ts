import { systemStatesContract } from './contract/states-contract.ts';
import { memoryStates } from './memory-states.ts';

systemStatesContract('memory', async () => {
  let now = Date.UTC(2026, 2, 2, 1, 30);
  const advance = (ms: number): void => {
    now += ms;
  };
  return { states: memoryStates(() => now), advance };
});
