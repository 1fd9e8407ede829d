/** Who files and looks, by the names of tokens; decisions use the name of the department. */
export type Token = 'window' | 'centre' | 'village' | 'citizen';

/** What is filed: a text with `%NAME%` and `%ID%` for the applicant, and the dossiers it opens when accepted at once. */
export interface Body {
  readonly text: string;
  readonly branches?: readonly { readonly key: string; readonly domain: string; readonly department: string }[];
}

/** What a run of the mix is told: a JSON file, read by every front end. */
export interface Plan {
  /** New for every run; begins each idempotency key. */
  readonly run: string;
  readonly stages: readonly { readonly rate: number; readonly seconds: number }[];
  /** Front ends at most. */
  readonly users: number;
  readonly skewed: boolean;
  readonly gateways: readonly string[];
  readonly departments: Readonly<Record<string, readonly string[]>>;
  readonly tokens: Readonly<Record<string, string>>;
  /** By item; those that are only received also by `item@place`. */
  readonly bodies: Readonly<Record<string, Body>>;
  /** Cases that are open already, with all their dossiers undecided. */
  readonly seeds: readonly { readonly id: string; readonly item: string }[];
  /** Domain and department of each work list that is looked at. */
  readonly workLists: readonly (readonly [domain: string, department: string])[];
  readonly window: string;
  /** Applicants are counted on from here, so that runs do not share them. */
  readonly firstPerson: number;
}
