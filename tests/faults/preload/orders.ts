/** A piece of source text of one module that is replaced while the module is loaded. */
export interface Patch {
  /** The end of the module's address: `libs/case-file/src/relay/relay.ts`. */
  readonly module: string;
  readonly find: string;
  readonly replace: string;
}

/** What the harness tells a process under test by a file; patches are read at its start, the rest at any time. */
export interface Orders {
  readonly patches: readonly Patch[];
  /** Dies by SIGKILL when it comes by this point for the `pass`-th time from now on. */
  readonly crash?: { readonly point: string; readonly pass: number; readonly order: number };
  /** Its clock is so far off. */
  readonly clockMs?: number;
  /** Connections to a port go to another one of this machine instead. */
  readonly routes?: Readonly<Record<string, number>>;
}
