import { type JsonObject, type Refusal, refuse } from '@yimen/kernel';
import type { Actor, Aggregate, Command, Fact } from '../aggregate.ts';

/** A small permit: filed, endorsed by any number of departments, told to those who asked, closed once. */
export interface Permit extends JsonObject {
  readonly status: 'none' | 'filed' | 'closed';
  readonly title: string;
  readonly endorsements: readonly string[];
  readonly heard: number;
  readonly wakes: number;
  readonly dueAt: string | null;
  readonly tellTo: readonly string[];
}

/** What a permit can be ordered. */
export type PermitCommand = Command &
  (
    | { readonly step: 'file'; readonly title: string; readonly dueAt?: string; readonly tellTo?: readonly string[] }
    | { readonly step: 'rename'; readonly title: string }
    | { readonly step: 'endorse'; readonly department: string }
    | { readonly step: 'hear'; readonly word: string; readonly more?: JsonObject }
    | { readonly step: 'wake' }
    | { readonly step: 'close' }
    | { readonly step: 'nothing' }
  );

const NEEDED = 1_000_000;

const decide = (state: Permit, command: PermitCommand): readonly Fact[] | Refusal => {
  if (command.step === 'hear')
    return command.word === '' ? [] : [{ type: 'permit.heard', data: { ...command.more, word: command.word } }];
  if (command.step === 'nothing') return [];
  if (command.step === 'file') {
    if (state.status !== 'none') return refuse('step-not-allowed', 'It has been filed.');
    const { title, dueAt, tellTo } = command;
    return [
      { type: 'permit.filed', seals: true, edits: true, data: { title, dueAt: dueAt ?? null, tellTo: tellTo ?? [] } },
      { type: 'permit.received', data: {} },
    ];
  }
  if (state.status !== 'filed')
    return refuse('step-not-allowed', `Cannot ${command.step} a permit that is ${state.status}.`);
  if (command.step === 'rename') return [{ type: 'permit.renamed', edits: true, data: { title: command.title } }];
  if (command.step === 'wake')
    return state.dueAt === null ? [] : [{ type: 'permit.woken', data: { dueAt: state.dueAt } }];
  if (command.step === 'close') return [{ type: 'permit.closed', law: '行政许可法 38', data: {} }];
  if (state.endorsements.includes(command.department)) return refuse('endorsed-before', 'Once is enough.');
  return [{ type: 'permit.endorsed', data: { department: command.department } }];
};

/** The permit as an aggregate. */
export const permit: Aggregate<Permit, PermitCommand> = {
  name: 'permit',
  schemaVersion: 1,
  start: { status: 'none', title: '', endorsements: [], heard: 0, wakes: 0, dueAt: null, tellTo: [] },
  decide,
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'permit.filed':
        return { ...state, ...(data as unknown as Pick<Permit, 'title' | 'dueAt' | 'tellTo'>), status: 'filed' };
      case 'permit.renamed':
        return { ...state, title: String(data['title']) };
      case 'permit.endorsed': {
        const endorsements = [...state.endorsements, String(data['department'])];
        return { ...state, endorsements, status: endorsements.length >= NEEDED ? 'closed' : state.status };
      }
      case 'permit.heard':
        return { ...state, heard: state.heard + 1 };
      case 'permit.woken':
        return { ...state, wakes: state.wakes + 1, dueAt: null };
      case 'permit.closed':
        return { ...state, status: 'closed', dueAt: null };
      default:
        return state;
    }
  },
  addresses: ({ type }, state) =>
    type === 'permit.received' || type === 'permit.heard'
      ? []
      : [
          ...state.tellTo.map((target) => ({ topic: 'permits.told.v1', target })),
          { topic: 'permits.v1', target: 'permits.v1' },
        ],
  scalars: ({ status, title }) => ({ status, title }),
  wakeAt: ({ dueAt }) => dueAt ?? undefined,
  answer: ({ status, title, endorsements }) => ({ status, title, endorsements: endorsements.length }),
  decisions: new Set(['close']),
};

/** The permit that tells everything on one topic. */
export const permitToldOn = (topic: string): typeof permit => ({
  ...permit,
  addresses: (fact, state) => permit.addresses(fact, state).map(({ target }) => ({ topic, target })),
});

export const officer: Actor = { subject: 'o-1', kind: 'officer', role: 'handler' };
export const system: Actor = { subject: 'clock', kind: 'system' };
/** A fixed working morning. */
export const MORNING = '2026-03-02T01:30:00.000Z';
