import type { CaseFile, CaseFiles, Entry } from '@yimen/case-file';
import type { components } from '@yimen/contracts/department';
import type { Caller } from '@yimen/http';
import type { JsonObject } from '@yimen/kernel';
import { joinPersonal, type MaskMode, maskPersonal } from '@yimen/personal-data';
import { type Days, standingOf, viewOf } from '../dossier/clock.ts';
import type { DossierCommand } from '../dossier/commands.ts';
import { flow, type OfficerStepName } from '../dossier/flow.ts';
import { offered } from '../dossier/offered.ts';
import type { Decision, Dossier, DossierStatus, Exchange, Handling } from '../dossier/state.ts';
import { holderOf, refusalWords } from '../dossier/told.ts';
import type { Item } from '../items/item.ts';
import { dossierMarks, timelineMarks } from './marks.ts';
import { claimsOf, worksOn } from './officer.ts';

type View = components['schemas']['Dossier'];

/** What showing a dossier needs. */
export interface ViewParts {
  readonly files: CaseFiles<Dossier, DossierCommand>;
  readonly itemOf: (item: { readonly code: string; readonly version: number }) => Item | undefined;
  readonly days: Days;
  readonly today: () => string;
}

/** An applicant's personal fields, as the gateway names them. */
const APPLICANT: JsonObject = {
  type: 'object',
  properties: {
    name: { 'x-personal': 'name' },
    idNumber: { 'x-personal': 'resident-id' },
    phone: { 'x-personal': 'phone' },
    address: { 'x-personal': 'address' },
  },
};

/** The dossier as one caller may see it: persons masked, officers' words to officers only, with the steps that this caller may take now. */
export const createView =
  ({ files, itemOf, days, today }: ViewParts) =>
  async (file: CaseFile<Dossier>, caller: Caller): Promise<View | undefined> => {
    const { state } = file;
    const { opening, handling, status, openedOn } = state;
    if (!opening || !handling || status === 'new' || status === 'tombstone') return undefined;
    const personal = state.personalAt === undefined ? {} : await files.reveal(file, state.personalAt);
    const schema = itemOf(opening.item)?.form as JsonObject | undefined;
    const whole = joinPersonal(opening.form, partOf(personal, 'form'));
    const words: WordsAt = async (n) => (n === undefined ? {} : files.reveal(file, n));
    const shown: View = {
      id: file.id,
      caseId: opening.caseId,
      caseNumber: opening.caseNumber,
      branch: opening.branch,
      item: { ...opening.item, name: handling.name },
      department: handling.department,
      division: opening.division,
      applicantKind: opening.applicantKind,
      status,
      ...(state.milestone === undefined ? {} : { milestone: state.milestone }),
      level: state.completed.length,
      levels: await levelsOf(state, handling, words),
      ...(status === 'open' || status === 'submitting'
        ? { holder: holderOf(state) as NonNullable<View['holder']> }
        : {}),
      receivedOn: opening.receivedOn,
      acceptedOn: opening.acceptedOn,
      accepted: opening.accepted,
      openedOn: openedOn ?? opening.acceptedOn,
      ...(opening.jointDueOn === undefined ? {} : { jointDueOn: opening.jointDueOn }),
      clock: clockOf(state, today(), days),
      form: schema ? maskPersonal(schema, whole) : opening.form,
      applicant: maskPersonal(APPLICANT, partOf(personal, 'applicant')),
      derived: opening.derived,
      materials: [...opening.materials],
      outputs: [...opening.outputs] as View['outputs'],
      exchanges: await Promise.all(state.exchanges.map((exchange) => exchangeView(exchange, handling, words))),
      ...(state.decision ? { decision: await decisionOf(state.decision, words) } : {}),
      steps: offered(state, claimsOf(caller), { subject: caller.subject, today: today() }, days).map((step) => ({
        step,
        ...lawOf(status, step),
      })),
    };
    return maskPersonal(dossierMarks, shown as unknown as JsonObject, wordsFor(state, caller)) as unknown as View;
  };

const partOf = (personal: JsonObject, key: string): JsonObject => {
  const part = personal[key];
  return typeof part === 'object' && part !== null && !Array.isArray(part) ? (part as JsonObject) : {};
};

const clockOf = (state: Dossier, today: string, days: Days): View['clock'] => {
  const standing = standingOf(state, today, days);
  const extension = state.clock?.extension;
  return {
    ...viewOf(state, today, days),
    ...(extension ? { extendedDays: extension.days } : {}),
    ...(standing ? { remainingDays: standing.remaining, signal: standing.signal } : {}),
  };
};

/** What was written with an entry, by the places it belongs to. */
type WordsAt = (n: number | undefined) => Promise<JsonObject>;

/** What officers wrote is for the officers of the department; others who may see the dossier find it hidden. */
const wordsFor = (state: Dossier, caller: Caller): MaskMode => (worksOn(caller, state) ? 'clear' : 'inside');

const levelsOf = async ({ completed }: Dossier, { levels }: Handling, words: WordsAt): Promise<View['levels']> =>
  Promise.all(
    levels.map(async (level, i) => {
      const done = completed[i];
      if (!done) return { ...level };
      const opinion = textAt(await words(done.personalAt), '/opinion');
      return {
        ...level,
        completed: {
          at: done.at,
          ...(done.name === undefined ? {} : { by: done.name }),
          ...(opinion === undefined ? {} : { opinion }),
        },
      };
    }),
  );

const decisionOf = async (
  { personalAt, ...decision }: Decision,
  words: WordsAt,
): Promise<NonNullable<View['decision']>> => {
  const said = decision.outcome === 'refused' ? refusalWords(decision, await words(personalAt)) : {};
  return joinPersonal(decision as unknown as JsonObject, said) as unknown as NonNullable<View['decision']>;
};

const exchangeView = async (
  exchange: Exchange,
  { exchange: declared }: Handling,
  words: WordsAt,
): Promise<View['exchanges'][number]> => {
  const { id, system, status, attempts, receipt, rejection, detail, startedAt, personalAt } = exchange;
  const written = textAt(await words(personalAt), '/reason');
  const reason = written ?? rejection?.reason ?? (status === 'needs-review' ? detail : undefined);
  return {
    n: Number(id),
    system,
    when: declared?.when ?? 'opened',
    status,
    sends: attempts,
    ...(receipt === undefined ? {} : { receipt }),
    ...(reason === undefined ? {} : { reason }),
    ...(startedAt === undefined ? {} : { since: startedAt }),
  };
};

const lawOf = (status: DossierStatus, step: OfficerStepName): { readonly law?: string } => {
  const law = flow[status][step]?.law;
  return law === undefined ? {} : { law };
};

type Timeline = components['schemas']['Timeline'];

/** The timeline: who did what, when, by which law, and why, as far as the caller may read that. */
export const createTimeline =
  (files: CaseFiles<Dossier, DossierCommand>) =>
  async (file: CaseFile<Dossier>, caller: Caller): Promise<Timeline> => {
    const entries = await files.history(file.id);
    const shown = await Promise.all(
      entries.map(async (entry) => lineOf(entry, entry.sealed === undefined ? {} : await files.reveal(file, entry))),
    );
    const timeline = { entries: shown } as unknown as JsonObject;
    return maskPersonal(timelineMarks, timeline, wordsFor(file.state, caller)) as unknown as Timeline;
  };

const lineOf = ({ n, type, at, by, law, data, hash }: Entry, words: JsonObject): Timeline['entries'][number] => {
  const told = partOf(data, 'told');
  const reason =
    textAt(words, '/reason') ?? textAt(words, '/note') ?? textAt(partOf(partOf(data, 'kept'), 'decision'), 'reason');
  const milestone = textAt(told, 'milestone');
  const outcome = textAt(told, 'outcome');
  return {
    n,
    type,
    at,
    by: { ...by },
    ...(law === undefined ? {} : { law }),
    ...(milestone === undefined ? {} : { milestone }),
    ...(reason === undefined ? {} : { reason }),
    ...(outcome === undefined ? {} : { outcome }),
    hash,
  };
};

const textAt = (value: JsonObject, key: string): string | undefined => {
  const part = value[key];
  return typeof part === 'string' ? part : undefined;
};
