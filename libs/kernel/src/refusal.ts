/** An expected "no": a value, never thrown, safe to show to the person who asked. */
export interface Refusal {
  /** Kebab-case and stable; it is the last part of the problem's `type`. */
  readonly refusal: string;
  /** One English sentence. The Chinese text is found by `refusal` at the HTTP border. */
  readonly message: string;
  /** What the sentence speaks of, and `pointer` (RFC 6901) when a field of the request is meant. Never personal data. */
  readonly params?: RefusalParams;
}

/** Facts of a refusal; `pointer` names the offending field. */
export interface RefusalParams {
  readonly pointer?: string;
  readonly [name: string]: string | number | boolean | readonly string[] | undefined;
}

/** Makes a refusal. */
export const refuse = (refusal: string, message: string, params?: RefusalParams): Refusal =>
  params ? { refusal, message, params } : { refusal, message };

/** Tells a refusal from any other value. */
export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refusal' in value && typeof value.refusal === 'string';
