export type { Actor, Address, Aggregate, Command, Fact, RecordedFact } from './aggregate.ts';
export type { CloudEvent } from './cloud-event.ts';
export type { CaseFile, Cause, Entry, Outcome } from './entry.ts';
