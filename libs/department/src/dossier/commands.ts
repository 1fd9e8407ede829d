import type { ExchangeEvent } from '@yimen/adapter';
import type { Command } from '@yimen/case-file';
import type { JsonObject } from '@yimen/kernel';
import type { GivenOutput, Handling, Opening, Rank, SystemMilestone } from './state.ts';

/** What an officer's claims say, as far as a step needs it. */
export interface Claims {
  readonly roles: readonly string[];
  readonly rank?: Rank;
  readonly outsourced: boolean;
  readonly department?: string;
  /** Prefix of the division code that the officer serves. */
  readonly division: string;
}

interface ByOfficer extends Command {
  readonly claims: Claims;
}

/** The gateway opens a branch. */
export interface Open extends Command {
  readonly step: 'open';
  readonly opening: Opening;
  readonly handling: Handling;
  readonly promisedDays: number;
  /** The day on which the gateway opened the branch, however late we hear of it. */
  readonly begunOn: string;
  /** Our stable key of the first exchange; the same for every replica. */
  readonly exchangeKey: string;
  /** A personal part comes with it and is sealed into the entry. */
  readonly personal: boolean;
  /** System instant: the first exchange is due then. */
  readonly systemAt: string;
}

/** The gateway asks for a withdrawal. */
export interface Withdraw extends Command {
  readonly step: 'withdraw';
  readonly caseId: string;
  readonly branch: string;
  readonly systemAt: string;
}

/** An officer's step; what the officer wrote comes beside it, to be sealed. */
export type OfficerStep =
  | (ByOfficer & { readonly step: 'claim' })
  | (ByOfficer & {
      readonly step: 'approve';
      readonly outputs: readonly GivenOutput[];
      readonly exchangeKey: string;
      readonly systemAt: string;
    })
  | (ByOfficer & { readonly step: 'refuse'; readonly law: string })
  | (ByOfficer & { readonly step: 'send-back' })
  | (ByOfficer & {
      readonly step: 'stop-clock';
      readonly procedure: string;
      readonly expectedDays?: number;
    })
  | (ByOfficer & { readonly step: 'resume-clock' })
  | (ByOfficer & { readonly step: 'extend'; readonly days: number })
  | (ByOfficer & {
      readonly step: 'settle-exchange';
      readonly exchange: string;
      readonly answer: 'accepted' | 'rejected' | 'send-again';
      readonly receipt?: string;
      readonly data?: JsonObject;
      readonly systemAt: string;
    });

/** Something happened to an exchange: the runner's calls, or what the system pushed. */
export interface MoveExchange extends Command {
  readonly step: 'exchange';
  readonly exchange: string;
  readonly event: ExchangeEvent;
}

/** A system tells how far it is; its steps may come out of order. */
export interface SystemProgress extends Command {
  readonly step: 'milestone';
  readonly milestone: SystemMilestone;
}

/** The clock's moment has come. */
export interface Wake extends Command {
  readonly step: 'wake';
}

/** The store was set back by a restore. */
export interface Restored extends Command {
  readonly step: 'restored';
  readonly epoch: number;
  /** System instant that the store was set back to. */
  readonly point: string;
  /** System instant of now. */
  readonly systemAt: string;
  /** Others were told more than the dossier remembers. */
  readonly forgotten: boolean;
}

/** Every order that a dossier takes. */
export type DossierCommand = Restored | Open | Withdraw | OfficerStep | MoveExchange | SystemProgress | Wake;
