import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isOutage } from '@yimen/kernel';
import { DEFAULT_PORTS, explain, Obstacle, SERVICES } from '@yimen/local';
import { backup } from './backup/backup.ts';
import { newestOf } from './backup/manifest.ts';
import { instantOf } from './backup/oplog.ts';
import { findMongoTools } from './mongo-tools.ts';
import { isService, type Target } from './platform.ts';
import { chosenOf, isCalled } from './replay/choice.ts';
import { passOver } from './replay/pass-over.ts';
import { listDead, replay } from './replay/replay.ts';
import type { RestoreReport } from './restore/report.ts';
import { restore, resumeRestore } from './restore/restore.ts';

// what is dumped and reported here is personal, and so are the files of the tools that we start
process.umask(0o077);

const HELP = `npm run ops -- backup  FOLDER                    dump all databases while load runs; again: go on to now
npm run ops -- restore FOLDER [--until MOMENT]  into an empty MongoDB, services stopped; then start them
npm run ops -- restore FOLDER --resume          go on with one that was cut off after its data was back
                              --accept-damage   though histories are broken or messages of the lost time are gone
                              --report FILE     write the report there, and not into FOLDER (with or without --resume)
npm run ops -- replay  TOPIC.dead [--from MOMENT] [--only ID|PARTITION/OFFSET …] [--all]
                                                list what was put aside and why; put the chosen messages back
                                                (--all: those with which nothing was done yet)
npm run ops -- pass-over TOPIC.dead --only ID|PARTITION/OFFSET …
                                                let files go on behind messages that were settled by hand

  --mongodb URL        or MONGODB_URL;   the platform of \`npm start\` unless given
  --kafka HOST:PORT,…  or KAFKA_BROKERS; the same
  --prefix NAME        before every database name
  --services A,B       whose databases are on this MongoDB; all unless given`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mongodb: { type: 'string' },
    kafka: { type: 'string' },
    prefix: { type: 'string', default: '' },
    services: { type: 'string' },
    until: { type: 'string' },
    resume: { type: 'boolean', default: false },
    'accept-damage': { type: 'boolean', default: false },
    report: { type: 'string' },
    from: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
    all: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const servicesOf = (names: string | undefined): Target['services'] => {
  const chosen = names?.split(',') ?? SERVICES;
  const unknown = chosen.find((name) => !isService(name));
  if (unknown !== undefined) throw new Obstacle(`${unknown} is no service: say some of ${SERVICES.join(', ')}.`);
  return chosen.filter(isService);
};

const targetOf = (): Target => ({
  mongodbUrl:
    options.mongodb ??
    process.env['MONGODB_URL'] ??
    `mongodb://127.0.0.1:${DEFAULT_PORTS.mongodb}/?replicaSet=rs0&directConnection=true`,
  kafkaBrokers: (options.kafka ?? process.env['KAFKA_BROKERS'] ?? `127.0.0.1:${DEFAULT_PORTS.kafka}`).split(','),
  databasePrefix: options.prefix,
  services: servicesOf(options.services),
});

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
const tell = (figures: object): void => void process.stdout.write(`${JSON.stringify(figures)}\n`);
const tools = () => findMongoTools(process.env['PATH'] ?? '', say);

const runBackup = async (folder: string): Promise<void> => {
  const manifest = await backup({ target: targetOf(), tools: await tools(), folder: resolve(folder), say });
  say(
    'The master keys (KEYS_DIR of each service) are not in it, and without them it cannot be read: keep them elsewhere.',
  );
  tell({ ops: 'backup', from: instantOf(manifest.base), to: instantOf(newestOf(manifest)) });
};

const runRestore = async (folder: string): Promise<void> => {
  const until = options.until === undefined ? {} : { until: options.until };
  const place = options.report === undefined ? {} : { report: resolve(options.report) };
  const asked = { target: targetOf(), folder: resolve(folder), say, acceptDamage: options['accept-damage'], ...place };
  if (options.resume && options.until)
    throw new Obstacle('The moment was chosen when the restore began: leave --until out.');
  const report = options.resume
    ? await resumeRestore(asked)
    : await restore({ ...asked, tools: await tools(), ...until });
  tellRestore(report);
};

const tellRestore = (report: RestoreReport): void => {
  const chains = Object.values(report.chains);
  for (const { id, number, told } of report.lostCases)
    say(`lost: case ${number ?? id}, which had told ${told.join(', ')}`);
  for (const { id, service, told } of report.setBack)
    say(`set back: ${id} in ${service}, which had told ${told.join(', ')}`);
  for (const { id, service } of report.forgottenSubmissions)
    say(`submitted and forgotten: ${id} in ${service}; ask its system before this dossier is refused or withdrawn`);
  say(
    `The systems are switched on and off as they were at ${report.point}: check that, then start the services. The whole report: ${report.file}`,
  );
  tell({
    ops: 'restore',
    point: report.point,
    files: chains.reduce((sum, { files }) => sum + files, 0),
    broken_chains: chains.reduce((sum, { broken }) => sum + broken.length, 0),
    lost_cases: report.lostCases.length,
    lost_dossiers: report.lostDossiers.length,
    set_back: report.setBack.length,
    forgotten_submissions: report.forgottenSubmissions.length,
    void_messages: report.messages.length,
  });
};

const readDead = (topic: string) =>
  listDead(targetOf().kafkaBrokers, topic, options.from === undefined ? {} : { from: options.from });

const requireThere = (dead: Awaited<ReturnType<typeof readDead>>, topic: string): void => {
  const missing = options.only.filter((name) => !dead.some((one) => isCalled(one, name)));
  if (missing.length > 0) throw new Obstacle(`${topic} has no ${missing.join(', ')}; nothing was done.`);
};

const runPassOver = async (topic: string): Promise<void> => {
  if (options.only.length === 0)
    throw new Obstacle('Say which messages were settled by hand: --only ID|PARTITION/OFFSET.');
  const dead = await readDead(topic);
  requireThere(dead, topic);
  const chosen = chosenOf(dead, { only: options.only, all: false });
  const left = await passOver(targetOf(), topic, chosen);
  tell({ ops: 'pass-over', topic, passed_over: chosen.length - left.length, left: left.length });
  for (const { place } of left)
    say(`${place} is not the next message of its source: one before it is missing, or it has been taken.`);
  if (left.length > 0) throw new Obstacle(`${left.length} of ${chosen.length} were not passed over.`);
};

const runReplay = async (topic: string): Promise<void> => {
  const { kafkaBrokers: brokers } = targetOf();
  const dead = await readDead(topic);
  const chosen = chosenOf(dead, options);
  for (const one of dead) {
    const { at, place, id, type, reason, done } = one;
    const now = chosen.includes(one) ? '  → put back now' : done === undefined ? '' : `  (${done})`;
    say(`${at}  ${place}  ${type ?? 'unreadable'}  ${id ?? ''}  ${reason}${now}`);
  }
  requireThere(dead, topic);
  await replay(brokers, topic, chosen);
  tell({ ops: 'replay', topic, dead: dead.length, put_back: chosen.length });
};

const COMMANDS: Readonly<Record<string, (subject: string) => Promise<void>>> = {
  backup: runBackup,
  restore: runRestore,
  replay: runReplay,
  'pass-over': runPassOver,
};

const [name = '', subject] = positionals;
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (options.help || !command || subject === undefined) {
  say(HELP);
  process.exit(options.help ? 0 : 2);
}
await command(subject).catch((error: unknown) => {
  say(isOutage(error) ? error.message : explain(error));
  process.exit(1);
});
process.exit(0);
