import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killRemaining } from '../../../deploy/local/src/servers/child.ts';
import type { Violation } from './checker/evidence.ts';
import type { Fault } from './faults/fault.ts';
import type { Mutant } from './mutants/mutants.ts';
import { kindsOf, proofsOf } from './mutants/verdict.ts';
import { type Command, readCommand } from './runner/command.ts';
import { faultOf } from './runner/plan.ts';
import { add, emptyTally, reportOf } from './runner/report.ts';
import { playRound, type Round, type RoundOptions } from './runner/round.ts';

const MISUSED = 2;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const commandOf = (words: readonly string[]): Command => {
  try {
    return readCommand(words);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    say('usage: npm run faults -- [F1 F9 … | part of a mutant’s name] [--seed N] [--runs N] [--rate N] [--length 0–1]');
    say('       [--patience N] [--short] [--mutants] [--keep]');
    return process.exit(MISUSED);
  }
};

const { rounds, mutants, seed, runs, perSecond, length, patience, keep } = commandOf(process.argv.slice(2));
const tally = emptyTally();
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());

/** Plays a round in a folder that stays when something is wrong. */
const play = async (
  options: Omit<RoundOptions, 'dir' | 'say' | 'perSecond' | 'length' | 'patience'>,
): Promise<Round> => {
  interruption.signal.throwIfAborted();
  const dir = mkdtempSync(join(tmpdir(), 'yimen-faults-'));
  let isWell = false;
  try {
    const round = await playRound({
      ...options,
      ...{ perSecond, length, patience, dir, interrupted: interruption.signal },
      say: (line) => say(`  ${line}`),
    });
    isWell = options.mutant !== undefined || round.violations.length === 0;
    return round;
  } finally {
    await killRemaining(); // a round that broke off may have left something behind that the next would meet
    if (isWell && !keep) rmSync(dir, { recursive: true, force: true });
    else say(`  kept in ${dir}`);
  }
};

/** A round that cannot be played shows nothing, which is as bad as showing something wrong. */
const unplayable = (what: string, error: unknown): void => {
  say(`✖ ${what} could not be played: ${error instanceof Error ? error.stack : String(error)}`);
};
// what breaks in the background of one round must not end the command before the others have been played
const background = (error: unknown): void => {
  tally.violations += 1;
  unplayable('something in the background', error);
};
process.on('unhandledRejection', background).on('uncaughtException', background);

const playFault = async (faults: readonly Fault[], ofRun: number): Promise<void> => {
  const what = `${faults.map(({ name }) => name).join('+')}, seed ${ofRun}`;
  say(`▶ ${what}`);
  tally.runs += 1;
  try {
    const round = await play({ faults, seed: ofRun });
    add(tally, round);
    const { recoveryS, violations, evidence } = round;
    const ended = `${evidence.trips.length} cases, all ended ${recoveryS.toFixed(1)} s after the heal`;
    say(`${violations.length === 0 ? '✔' : '✖'} ${what}: ${ended}, ${violations.length} violations`);
    if (violations.length > 0) say(reportOf(violations));
  } catch (error) {
    tally.violations += 1;
    unplayable(what, error);
  }
};

/** Rounds with the rule in its place, by fault and patches: several mutants may be compared with one. */
const controls = new Map<string, Promise<readonly Violation[]>>();

const controlOf = ({ fault, control }: Mutant): Promise<readonly Violation[]> | undefined => {
  if (!control) return undefined;
  const name = `${fault} ${JSON.stringify(control)}`;
  const said =
    controls.get(name) ?? play({ faults: [faultOf(fault)], seed, mutant: control }).then((round) => round.violations);
  controls.set(name, said);
  return said;
};

/** A mutant is killed when the checker turns red for the rule that was removed, and only then. */
const kill = async (mutant: Mutant): Promise<boolean> => {
  const { name, fault, patches, breaks } = mutant;
  say(`▶ mutant: ${name}, under ${fault}`);
  try {
    const control = await controlOf(mutant);
    if (control) say(`  with the rule in its place: ${kindsOf(control).join(', ') || 'nothing red'}`);
    const { violations } = await play({ faults: [faultOf(fault)], seed, mutant: patches });
    const proofs = proofsOf(breaks, violations, control);
    const others = kindsOf(violations).filter((kind) => !proofs.includes(kind));
    say(`${proofs.length > 0 ? '✔ killed' : '✖ ALIVE'}: ${name}; red: ${proofs.join(', ') || 'nothing that counts'}`);
    if (others.length > 0) say(`  beside that: ${others.join(', ')}`);
    return proofs.length > 0;
  } catch (error) {
    unplayable(name, error);
    return false;
  }
};

for (let run = 0; run < runs; run++) for (const faults of rounds) await playFault(faults, seed + run);
let killed = 0;
for (const mutant of mutants) if (await kill(mutant)) killed += 1;

process.stdout.write(
  `${JSON.stringify({
    faults: new Set(rounds.flat()).size,
    runs: tally.runs,
    acked: tally.acked,
    lost: tally.lost,
    duplicate_numbers: tally.duplicateNumbers,
    duplicate_submissions: tally.duplicateSubmissions,
    gaps: tally.gaps,
    max_recovery_s: Number(tally.maxRecoveryS.toFixed(1)),
    violations: tally.violations,
    mutants_killed: `${killed}/${mutants.length}`,
  })}\n`,
);
process.exit(tally.violations === 0 && killed === mutants.length ? 0 : 1);
