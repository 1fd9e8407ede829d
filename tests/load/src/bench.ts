/** What a bench is told. */
export interface BenchOptions {
  /** Of one measured run; each bench says which. */
  readonly seconds: number;
  readonly rounds: number;
  /** How many cases `growth` loads, in rising order. */
  readonly counts: readonly number[];
  /** With how many processes of each service `scale` plays. */
  readonly processes: readonly number[];
  /** Requests per second of a knee that is known already; without it `spike` and `soak` look for it. */
  readonly knee?: number;
  readonly say: (line: string) => void;
  /** Aborted when the bench is told to end early: it throws at the next step, and stops on its way out what it started. */
  readonly ending: AbortSignal;
}

/** What a bench found. */
export interface Findings {
  /** The last line: exactly the fields that the bench promises. */
  readonly line: Readonly<Record<string, unknown>> & { readonly bench: string };
  /** Everything measured on the way; kept with the facts of the machine. */
  readonly raw: object;
  /** Why the figures prove nothing; such a run is not kept among the results. */
  readonly void?: string;
}

/** One bench: brings up what it needs, measures, stops everything. */
export interface Bench {
  readonly seconds: number;
  readonly rounds: number;
  readonly run: (options: BenchOptions) => Promise<Findings>;
}
