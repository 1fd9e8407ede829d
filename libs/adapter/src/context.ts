import type { Clocks } from '@yimen/kernel';
import type { Http } from './transports/http.ts';
import type { Soap } from './transports/soap.ts';

/** What a call may use besides the adapter's settings. */
export interface CallTools {
  /** HTTP within this call's budget, limits and connections. */
  readonly http: Http;
  /** SOAP 1.1 over that same HTTP. */
  readonly soap: Soap;
  readonly signal: AbortSignal;
  /** Our stable key; what the system is asked about later. */
  readonly key: string;
  /** Their number, when they have told it. */
  readonly receipt?: string;
  /** Signatures and tokens go by `system`, dates in forms by `business`. */
  readonly clocks: Clocks;
  /** Fresh for each call: nonces of signatures. */
  readonly nonce: string;
}

/** What a capability is given. */
export interface CallContext<S> extends CallTools {
  readonly settings: S;
}
