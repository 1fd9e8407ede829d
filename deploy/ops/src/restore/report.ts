import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Obstacle } from '@yimen/local';
import type { Missing } from '@yimen/messaging';
import type { Part } from '../platform.ts';
import type { Ahead, Ghost } from './ahead.ts';
import type { Chains } from './chains.ts';

/** What an operator must know of a restore. */
export interface RestoreReport {
  /** System instant up to which the stores remember. */
  readonly point: string;
  readonly at: string;
  readonly chains: Readonly<Record<string, Chains>>;
  /** Cases that stand on topics and nowhere else: file them anew, with the applicant. */
  readonly lostCases: readonly { readonly id: string; readonly number?: string; readonly told: readonly string[] }[];
  /** Dossiers that stand on topics and nowhere else; those whose case is there will be opened again. */
  readonly lostDossiers: readonly { readonly id: string; readonly told: readonly string[] }[];
  /** Cases and dossiers that are there, but had told more. */
  readonly setBack: readonly { readonly id: string; readonly service: string; readonly told: readonly string[] }[];
  /**
   * Dossiers, set back or lost, that told in the lost time that they submit to their system. Where none does so again, nobody
   * asks the system: a human must, before such a dossier is refused or withdrawn.
   */
  readonly forgottenSubmissions: readonly { readonly id: string; readonly service: string }[];
  /** Every message that no restored store stands behind. */
  readonly messages: readonly Ghost[];
  /** What the topics do not hold of the time since the backup: nobody can say whether a store remembers it. */
  readonly missing: readonly Missing[];
  /** Where all this was written. */
  readonly file: string;
}

/** What was found of one service. */
export interface Looked {
  readonly part: Part;
  readonly chains: Chains;
  readonly ahead: Ahead;
}

/** Puts together what was found. */
export const reportOf = (
  looked: readonly Looked[],
  { point, at, file }: Pick<RestoreReport, 'point' | 'at' | 'file'>,
): RestoreReport => {
  const messages = looked.flatMap(({ ahead }) => ahead.ghosts);
  const types = (id: string): readonly string[] =>
    messages
      .filter(({ source }) => source === id)
      .toSorted((a, b) => a.sequence - b.sequence)
      .map(({ type }) => type);
  const absent = (aggregate: Part['aggregate']) =>
    looked.flatMap(({ part, ahead }) =>
      part.aggregate === aggregate
        ? ahead.absent.map(({ file: id }) => ({ id, number: ahead.caseNumbers.get(id), told: types(id) }))
        : [],
    );
  return {
    point,
    at,
    chains: Object.fromEntries(looked.map(({ part, chains }) => [part.service, chains])),
    lostCases: absent('case').map(({ number, ...rest }) => ({ ...rest, ...(number === undefined ? {} : { number }) })),
    lostDossiers: absent('dossier').map(({ id, told }) => ({ id, told })),
    setBack: looked.flatMap(({ part, ahead }) =>
      ahead.cut.map(({ file: id }) => ({ id, service: part.service, told: types(id) })),
    ),
    forgottenSubmissions: looked.flatMap(submissionsIn),
    messages,
    missing: looked.flatMap(({ ahead }) => ahead.missing),
    file,
  };
};

/** What a dossier tells when a submission goes out; the contract of events lists it. */
const SUBMITTED = 'submitted-to-system';

const submissionsIn = ({ part, ahead }: Looked): RestoreReport['forgottenSubmissions'] => {
  const told = ahead.ghosts.filter(({ milestone }) => part.aggregate === 'dossier' && milestone === SUBMITTED);
  return [...new Set(told.map(({ source }) => source))].map((id) => ({ id, service: part.service }));
};

/** Where a report is to be written: beside the backup, unless another file is said. */
export interface ReportPlace {
  /** The backup's. */
  readonly folder: string;
  readonly report?: string;
}

/** The file of a report that is made at this instant. */
export const reportFileOf = ({ folder, report }: ReportPlace, at: string): string =>
  report ?? join(folder, `restored-${at.replaceAll(':', '-')}.json`);

/** Throws one sentence when no report can be written: that is to be known before the data is back. */
export const requireWritable = ({ folder, report }: ReportPlace): void => {
  const place = report === undefined ? folder : dirname(report);
  try {
    accessSync(place, constants.W_OK);
  } catch {
    throw new Obstacle(`No report can be written into ${place}: say another file by --report.`);
  }
};

/** Writes a report where it says. */
export const writeReport = (report: RestoreReport): void =>
  writeFileSync(report.file, JSON.stringify(report, null, 2), { mode: 0o600 });

/** Reads a report that was written. */
export const readReport = (file: string): RestoreReport => JSON.parse(readFileSync(file, 'utf8')) as RestoreReport;

/** What is wrong beyond what a restore to a moment loses by nature; empty when nothing is. */
export const damageOf = ({ chains, missing }: Pick<RestoreReport, 'chains' | 'missing'>): readonly string[] => [
  ...Object.entries(chains).flatMap(([service, { broken }]) =>
    broken.map(({ id, n }) => `the history of ${id} in ${service} is broken at entry ${n}`),
  ),
  ...missing.map(
    ({ topic, partition, from, to }) =>
      `${topic}/${partition} does not hold ${from} to ${to} (their time has passed, or it is not the topic that was backed up): what was told there cannot be compared`,
  ),
];
