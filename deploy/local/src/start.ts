import { rmSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { mainJob } from './demo/main-job.ts';
import { ROOT, STATE_DIR } from './places.ts';
import { killRemaining } from './servers/child.ts';
import { forgetVolumes } from './servers/docker.ts';
import { explain } from './servers/obstacle.ts';
import { DEFAULT_PORTS, dataDirOf } from './stack/layout.ts';
import { requireUnused } from './stack/lock.ts';
import { showSteps } from './stack/show-steps.ts';
import { assembleStack, type Stack } from './stack/stack.ts';

const HELP = `npm start -- [--once] [--fresh] [--real-hours] [--free-ports]
  --once        stop when the case has closed; exit code 0 when all went well
  --fresh       forget cases, keys and passwords of earlier runs
  --real-hours  run law and opening hours on the wall clock
  --free-ports  listen on any free ports instead of the usual ones
  --state DIR   keep data, keys and logs there instead of .state: a second platform beside the first`;

const INTERRUPTED = 130;

const { values: options } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    'real-hours': { type: 'boolean', default: false },
    'free-ports': { type: 'boolean', default: false },
    state: { type: 'string', default: STATE_DIR },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const stateDir = resolve(options.state);
const shown = relative(ROOT, stateDir);

const addressesOf = ({ urls }: Stack): string => `
一门 Yimen is up. Ctrl-C stops everything.
  API reference    ${urls.gateway}/docs
  Gateway          ${urls.gateway}
  Issuer           ${urls.issuer}/.well-known/openid-configuration
  Demo users       demo-citizen, demo-firm-agent, demo-window-clerk, demo-centre-clerk, demo-village-agent,
                   demo-<department>-<handler|reviewer|approver|specialist> …; passwords in
                   ${shown}/issuer/demo-passwords.json, a token in one POST: see deploy/local/README.md
  Legacy systems   ${urls.simulators} (simulated)
  Servers          ${urls.mongodb}  Kafka ${urls.kafkaBrokers.join(',')}  ${urls.redis}
  Logs             ${shown}/logs
`;

/** Resolves at the first Ctrl-C or SIGTERM; later ones change nothing, since the stop is bounded in time. */
const interruption = new Promise<'interrupted'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('interrupted'));
});

const forget = async (): Promise<void> => {
  await requireUnused(stateDir);
  await forgetVolumes(dataDirOf(stateDir));
  rmSync(stateDir, { recursive: true, force: true });
};

const work = async (steps: Awaited<ReturnType<typeof assembleStack>>['steps'], stack: Stack): Promise<'done'> => {
  await showSteps(steps);
  await mainJob(stack, showSteps);
  return 'done';
};

const start = async (): Promise<number> => {
  if (options.fresh) await forget();
  const { steps, stack } = await assembleStack({
    stateDir,
    ports: options['free-ports'] ? 'free' : DEFAULT_PORTS,
    businessClock: options['real-hours'] ? 'real' : 'demo',
    env: process.env,
    tell: (sentence) => console.error(sentence),
  });
  let code = 0;
  try {
    const ended = await Promise.race([work(steps, stack), interruption]);
    if (ended === 'interrupted') code = INTERRUPTED;
    else if (!options.once) {
      console.log(addressesOf(stack));
      await interruption;
    }
  } catch (error) {
    console.error(`\n${explain(error)}`);
    code = 1;
  }
  console.log('Stopping services, systems, issuer and servers …');
  await stack.stop();
  await killRemaining();
  console.log('Everything has stopped.');
  return code;
};

if (options.help) console.log(HELP);
else
  process.exit(
    await start().catch((error: unknown) => {
      console.error(explain(error));
      return 1;
    }),
  );
