import { performance } from 'node:perf_hooks';
import { runCheck, runFaults, runTests, TITLES } from './checks/checks.ts';
import { choose, JOURNEYS } from './checks/choice.ts';
import { asOne, sum, type Tally } from './checks/report.ts';
import { killRemaining } from './servers/child.ts';
import { addressesOf } from './servers/index.ts';
import { explain } from './servers/obstacle.ts';
import { startTemporaryServers } from './servers/temporary.ts';

const INTERRUPTED = 130;
const { checks, projects, journeys, faults, paths, needsServers } = choose(process.argv.slice(2));

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());

/** One step with its title before, and its outcome after; a failure never keeps the next step from running. */
const step = async (title: string, work: () => Promise<Tally>): Promise<Tally> => {
  if (interruption.signal.aborted) return asOne(false);
  console.log(`\n▶ ${title}`);
  const started = performance.now();
  const tally = await work().catch((error: unknown) => {
    console.log(explain(error));
    return asOne(false);
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${tally.failed === 0 ? '✔' : '✖'} ${title}: ${tally.passed} passed, ${tally.failed} failed (${seconds} s)`,
  );
  return tally;
};

const say = (detail: string): void => console.log(`  ${detail}`);

/** Unit, contract, architecture and integration tests, on servers that live as long as they do. */
const onServers = async (): Promise<Tally> => {
  if (!needsServers) return runTests({ projects, paths, env: process.env }, interruption.signal);
  const { servers, stop } = await startTemporaryServers(process.env, say);
  try {
    return await runTests({ projects, paths, env: { ...process.env, ...addressesOf(servers) } }, interruption.signal);
  } finally {
    await stop();
  }
};

const tallies: Tally[] = [];
for (const name of checks) tallies.push(await step(TITLES[name], () => runCheck(name, interruption.signal)));
if (projects.length > 0) tallies.push(await step(`Tests: ${projects.join(', ')}`, onServers));
if (journeys)
  tallies.push(
    await step('Journeys, on a platform of their own', () =>
      runTests({ projects: [JOURNEYS], paths, env: process.env }, interruption.signal),
    ),
  );
if (faults) tallies.push(await step('Faults, a short selection', () => runFaults(interruption.signal)));
await killRemaining();

const { passed, failed } = sum(tallies);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(interruption.signal.aborted ? INTERRUPTED : failed === 0 ? 0 : 1);
