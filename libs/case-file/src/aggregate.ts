import type { JsonObject, Refusal } from '@yimen/kernel';
import type { Upcast } from './versions/upcast.ts';

/** Who acts. Ids and roles only; `name` is an officer's, never an applicant's. */
export interface Actor {
  readonly subject: string;
  readonly kind: 'person' | 'officer' | 'service' | 'system';
  readonly role?: string;
  readonly department?: string;
  readonly division?: string;
  readonly name?: string;
}

/** An order. Everything a rule needs arrives inside it: the moment, the actor, what was derived from personal data. */
export interface Command {
  readonly step: string;
  readonly actor: Actor;
  /** Business time, ISO instant. */
  readonly at: string;
}

/** What `decide` says has happened; the door adds the rest. */
export interface Fact {
  readonly type: string;
  /** Pure JSON, nothing personal. */
  readonly data: JsonObject;
  /** Legal basis: the article. */
  readonly law?: string;
  /** The personal part of the command is sealed into this fact's entry; at most one fact of a decision. */
  readonly seals?: true;
  /** It changes what people edit, so the revision (ETag) moves. */
  readonly edits?: true;
}

/** A fact as `evolve` and `addresses` see it. */
export interface RecordedFact extends Fact {
  /** Place in the history, from 1, dense. */
  readonly n: number;
  readonly at: string;
  readonly by: Actor;
}

/** Where a fact must be told: a topic, and the document (or, for broadcasts, the topic again) that it is for. */
export interface Address {
  readonly topic: string;
  readonly target: string;
}

/** One kind of case file. All functions are pure; `S` and facts are pure JSON. */
export interface Aggregate<S extends JsonObject, C extends Command> {
  /** `case` or `dossier`; names the collection. */
  readonly name: string;
  /** From 1; raised when `state` or a fact changes its words. Every older version needs its step in `upcasts`. */
  readonly schemaVersion: number;
  /** By version: the step from it to the next. */
  readonly upcasts?: Readonly<Record<number, Upcast>>;
  /** The state before the first fact. */
  readonly start: S;
  /** What a command means: the facts it makes, in order, or a refusal. An empty list: nothing to do, nothing is written. */
  readonly decide: (state: S, command: C) => readonly Fact[] | Refusal;
  readonly evolve: (state: S, fact: RecordedFact) => S;
  /** Who must hear of this fact; `state` is the state after it. */
  readonly addresses: (fact: RecordedFact, state: S) => readonly Address[];
  /** The small scalars that indexes find the document by; stored under `find`. */
  readonly scalars: (state: S) => JsonObject;
  /** The next business instant at which anything is due, or undefined. */
  readonly wakeAt: (state: S) => string | undefined;
  /** The small answer a command gets, recorded with its cause and given again to the same key. */
  readonly answer: (state: S) => JsonObject;
  /** Steps of persons and officers that always have room, however full the file is: the acts that decide or close. */
  readonly decisions?: ReadonlySet<string>;
}
