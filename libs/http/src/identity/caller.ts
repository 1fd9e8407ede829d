/** What an officer or a service may be, besides a citizen or a firm's agent. */
export const callerKinds = ['citizen', 'firm-agent', 'officer', 'service'] as const;

/** One of them. */
export type CallerKind = (typeof callerKinds)[number];

/** Ranks, lowest first: 科员, 科长, 分管副局长, 局长. */
export const ranks = ['officer', 'section-chief', 'deputy-director', 'director'] as const;

/** One of them. */
export type Rank = (typeof ranks)[number];

/** Who asks, as the issuer vouches for it. */
export interface Caller {
  readonly subject: string;
  readonly kind: CallerKind;
  readonly roles: readonly string[];
  readonly department?: string;
  /** Scope that bounds what this caller may see, without filling zeros: city 4, district 6, town 9, village 12; '' for none. */
  readonly division: string;
  readonly rank?: Rank;
  /** Works for a contractor: may take papers in, never decide. */
  readonly outsourced: boolean;
  /** Belongs to the service centre: may accept what is delegated to it. */
  readonly centre: boolean;
  /** An officer's own name, never an applicant's. */
  readonly name?: string;
  /** Unified credit code of the firm that an agent acts for. */
  readonly organisation?: string;
  /** Which of our services this is. */
  readonly service?: string;
}

/** Whether the caller holds any of these roles. */
export const hasRole = (caller: Caller, ...roles: readonly string[]): boolean =>
  roles.some((role) => caller.roles.includes(role));
