import type { CaseFile, Entry, Rendering } from '@yimen/case-file';
import { casesTopic, escapePointer } from '@yimen/contracts';
import type { EventData } from '@yimen/contracts/events';
import type { Json, JsonObject } from '@yimen/kernel';
import { type Envelopes, type PublicJwk, splitPersonal } from '@yimen/personal-data';
import { predecessorsOf } from '../cases/graph.ts';
import type { BranchState, CaseState } from '../cases/state.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type BranchForm, branchFormOf, valueAt } from '../receipt/branch-form.ts';
import { joinPaper } from '../receipt/filing.ts';

/** What a rendering is made of. */
export type RenderingParts = { readonly catalogue: Catalogue; readonly envelopes: Pick<Envelopes, 'encryptTo'> };

type NumberedAddress = Parameters<Rendering<CaseState>['render']>[1];

/** What the topics are told of an entry. Personal parts are sealed to the department here and never stored so. */
export const createRendering = ({ catalogue, envelopes }: RenderingParts): Rendering<CaseState> => ({
  subjectOf: ({ id }) => id,
  render: async (entry, address, file, reveal) => {
    if (address.topic === casesTopic) return happened(entry, file) as JsonObject;
    const branch = file.state.branches.find(({ key }) => key === entry.data['branch']);
    if (!branch) throw new Error(`Case ${file.id} tells of a branch that it does not have.`);
    if (entry.type !== 'branch.opened') return { caseId: file.id, branch: branch.key };
    const personal = await reveal(file.state.personal);
    return opened({ file, branch, address, personal, catalogue, envelopes }) as unknown as JsonObject;
  },
});

/** What a message's envelope is bound to; whoever opens it names the same. */
export const aadOf = (source: string, { target, sequence }: Pick<NumberedAddress, 'target' | 'sequence'>): string =>
  `${source}|${target}|${sequence}`;

type Opening = RenderingParts & {
  readonly file: CaseFile<CaseState>;
  readonly branch: BranchState;
  readonly address: NumberedAddress;
  readonly personal: JsonObject;
};

const opened = (opening: Opening): EventData['branch.opened'] => {
  const { file, branch, address, personal, catalogue, envelopes } = opening;
  const { state } = file;
  const { plan, filing, accepted, number, division, receivedOn, clock } = state;
  const subject = plan && catalogue.find(plan.code, plan.version);
  if (!plan || !filing || !accepted || !subject || !number || !division || !receivedOn)
    throw new Error(`Case ${file.id} cannot tell its branch ${branch.key}: its item is not in the catalogue.`);
  const paper = joinPaper(filing, personal);
  const filled = branchFormOf(subject, catalogue, paper.form, branch.key);
  if (!filled) throw new Error(`Case ${file.id} cannot fill the form of its branch ${branch.key}.`);
  const parts = partForm(filled, subject.form.schema, paper.form);
  const [key] = filled.item.keys;
  if (!key) throw new Error(`${filled.item.code} was published without a key.`);
  const sealed = envelopes.encryptTo(
    key as unknown as PublicJwk,
    { form: parts.personal, applicant: personal['applicant'] ?? {} },
    { aad: aadOf(file.id, address) },
  );
  return {
    caseId: file.id,
    caseNumber: number,
    branch: branch.key,
    item: branch.item,
    applicantKind: filing.derived.applicantKind,
    division,
    receivedOn,
    acceptedOn: accepted.on,
    accepted: { by: accepted.by, organ: accepted.organ },
    ...(plan.kind === 'package' && clock ? { jointDueOn: clock.dueOn } : {}),
    ...(branch.after.length > 0 ? { waited: true } : {}), // it opens when those before it have ended, never with the case
    form: parts.plain as Record<string, never>,
    personal: sealed,
    derived: filing.derived as unknown as Record<string, never>,
    materials: materialsFor(filled, state),
    outputs: outputsFor(state, branch.key),
  };
};

/** Personal is what the item marks, and whatever came from a marked field of the package's form. */
const partForm = (
  { item, form, sources }: BranchForm,
  schema: JsonObject,
  whole: JsonObject,
): { readonly plain: JsonObject; readonly personal: JsonObject } => {
  const { plain, personal } = splitPersonal(item.form.schema, form);
  const marked = Object.keys(sources).length === 0 ? [] : Object.keys(splitPersonal(schema, whole).personal);
  const places = marked.flatMap((pointer) => placesOf(pointer, sources));
  let rest = plain;
  const more: [string, Json][] = [];
  for (const place of places) {
    const value = valueAt(rest, place);
    if (value === undefined) continue; // the item marks it, too
    more.push([place, value]);
    rest = without(rest, place.split('/').slice(1)) as JsonObject;
  }
  return { plain: rest, personal: { ...personal, ...Object.fromEntries(more) } };
};

/** Where a place of the filed form stands in the item's form. */
const placesOf = (pointer: string, sources: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(sources).flatMap(([field, source]) => {
    const place = `/${escapePointer(field)}`;
    if (pointer === source || source.startsWith(`${pointer}/`)) return [place];
    return pointer.startsWith(`${source}/`) ? [place + pointer.slice(source.length)] : [];
  });

const without = (value: Json | undefined, [key = '', ...more]: readonly string[]): Json => {
  if (typeof value !== 'object' || value === null) return value ?? null;
  const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
  if (Array.isArray(value)) return value.map((part, i) => (String(i) === name ? without(part, more) : part));
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(
    more.length === 0
      ? entries.filter(([field]) => field !== name)
      : entries.map(([field, part]) => [field, field === name ? without(part, more) : part]),
  );
};

const materialsFor = (
  { item }: BranchForm,
  { filing, files = [] }: CaseState,
): EventData['branch.opened']['materials'] =>
  (filing?.materials ?? [])
    .filter(({ code }) => item.materials.some((known) => known.code === code))
    .map(({ code, form, fileId }) => {
      const file = files.find((one) => one.fileId === fileId);
      return {
        code,
        form,
        ...(file ? { fileId: file.fileId, mediaType: file.mediaType, bytes: file.bytes, sha256: file.sha256 } : {}),
      };
    });

/** The outputs of the branches before; those are final, so a message told again says the same. */
const outputsFor = ({ branches }: CaseState, key: string): EventData['branch.opened']['outputs'] => {
  const before = predecessorsOf(branches, key);
  return branches
    .filter((branch) => before.has(branch.key))
    .flatMap(({ outputs = [] }) => outputs) as EventData['branch.opened']['outputs'];
};

const happened = ({ type, data }: Entry, { id, state }: CaseFile<CaseState>): EventData['case.submitted'] => {
  const what = type.slice('case.'.length) as EventData['case.submitted']['happened'];
  const outcome = data['outcome'];
  return {
    caseId: id,
    happened: what,
    status:
      what === 'human-needed' || what === 'overdue'
        ? state.status
        : what === 'correction-requested'
          ? 'correcting'
          : what,
    ...(state.number === undefined ? {} : { caseNumber: state.number }),
    ...(state.plan ? { subject: state.plan.code } : {}),
    ...(state.division === undefined ? {} : { division: state.division }),
    ...(typeof outcome === 'string' ? { outcome } : {}),
    ...(state.clock ? { dueOn: state.clock.dueOn } : {}),
  };
};
