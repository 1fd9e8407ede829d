/** A request as a system gets it, byte for byte. */
export interface Incoming {
  readonly method: string;
  /** Below the system's prefix, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What a system answers, byte for byte. */
export interface Outgoing {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What a request is to the system; faults can be aimed at one kind. */
export type Kind = 'submit' | 'ask' | 'ping';

/** A JSON answer. */
export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Outgoing => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

/** The body as JSON, or undefined. */
export const readJson = ({ body }: Incoming): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};
