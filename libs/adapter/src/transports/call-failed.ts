/** A call that brought no usable reply. The message is technical: no address, no content. */
export class CallFailed extends Error {
  readonly kind: 'unreachable' | 'unintelligible';
  /** Bytes of the request may have reached the system. */
  readonly mayHaveLanded: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: 'unreachable' | 'unintelligible',
    detail: string,
    options: { mayHaveLanded: boolean; retryAfterMs?: number | undefined; cause?: unknown },
  ) {
    super(detail, 'cause' in options ? { cause: options.cause } : {});
    this.name = 'CallFailed';
    this.kind = kind;
    this.mayHaveLanded = options.mayHaveLanded;
    this.retryAfterMs = options.retryAfterMs;
  }
}
