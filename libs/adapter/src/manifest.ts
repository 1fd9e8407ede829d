import { z } from 'zod';
import type { Answer, StatusAnswer } from './answer.ts';
import { noDoor, type RawArrival, type Received } from './arrival.ts';
import type { CallContext, CallTools } from './context.ts';
import { completeLimits, type Limits, type StatedLimits } from './limits.ts';

/** How a system is joined. `JUMP`: the officer works in their pages, single sign-on there, a receipt back. */
export type Mode = 'DIRECT' | 'JUMP' | 'FILE' | 'FRONT_DB' | 'QUEUE' | 'MANUAL';

/** What one of their codes means to us; a code that is not in the map is unintelligible. */
export interface CodeMeaning {
  readonly means: 'accepted' | 'rejected' | 'pending' | 'busy' | 'not-found';
  /** Our text, Chinese, safe to show. */
  readonly text: string;
}

/** Their status codes in our words. */
export type CodeMap = Readonly<Record<string, CodeMeaning>>;

/** A piece of business as the system reports it for a day. */
export interface Reported {
  readonly ourKey?: string;
  readonly theirReceipt: string;
  readonly answer: Answer;
}

/** What a system can do for us. `S` settings, `I` input of submissions, `Q` of queries. */
export interface Capabilities<S, I, Q> {
  readonly submit?: (input: I, context: CallContext<S>) => Promise<Answer>;
  readonly query?: (input: Q, context: CallContext<S>) => Promise<Answer>;
  /** What became of the submission under `context.key`. */
  readonly status?: (context: CallContext<S>) => Promise<StatusAnswer>;
  /** Understands and verifies what the system pushes. No I/O. */
  readonly receive?: (raw: RawArrival, settings: S) => Received;
  /** What the system has for one day (`YYYY-MM-DD`), to be compared with ours. */
  readonly reconcile?: (day: string, context: CallContext<S>) => Promise<readonly Reported[]>;
}

/** The only place that knows one legacy system. */
export interface AdapterSpec<S, I, Q> {
  /** `L06`. */
  readonly id: string;
  readonly title: string;
  /** Owner department. */
  readonly department: string;
  readonly mode: Mode;
  /** Addresses and secrets that a deployment must give. */
  readonly settings: z.ZodType<S>;
  /** What a submission needs, in our words; checked before anything is started. */
  readonly submission?: z.ZodType<I>;
  /** What a query needs. */
  readonly question?: z.ZodType<Q>;
  readonly limits: StatedLimits;
  readonly capabilities: Capabilities<S, I, Q>;
  readonly codes: CodeMap;
  /** Throws when the system cannot be used; touches nobody's business. */
  readonly ping: (context: CallContext<S>) => Promise<void>;
}

/** An adapter's functions with its settings inside: what the calls are made through. */
export interface Opened {
  readonly submit?: (input: unknown, tools: CallTools) => Promise<Answer>;
  readonly query?: (input: unknown, tools: CallTools) => Promise<Answer>;
  readonly status?: (tools: CallTools) => Promise<StatusAnswer>;
  readonly receive: (raw: RawArrival) => Received;
  readonly reconcile?: (day: string, tools: CallTools) => Promise<readonly Reported[]>;
  readonly ping: (tools: CallTools) => Promise<void>;
  /** Undefined when the input is what the capability needs, else what is wrong with it (paths, no values). */
  readonly misfit: (capability: 'submit' | 'query', input: unknown) => string | undefined;
}

/** An adapter with its own types closed inside. */
export interface Adapter {
  readonly id: string;
  readonly title: string;
  readonly department: string;
  readonly mode: Mode;
  readonly limits: Limits;
  readonly codes: CodeMap;
  /** For the service's configuration schema. */
  readonly settings: z.ZodType;
  readonly can: Readonly<Record<keyof Capabilities<never, never, never>, boolean>>;
  /** Throws an error that names every mistake in the settings, without their values. */
  readonly open: (settings: unknown) => Opened;
}

/** What does not fit, as paths and kinds; the values stay unsaid, they may be personal. */
export const misfitOf = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.map(String).join('.') || '(whole)'}: ${issue.code}`).join('; ');

/** Makes an adapter of a typed literal. */
export const defineAdapter = <S, I = never, Q = never>(spec: AdapterSpec<S, I, Q>): Adapter => ({
  id: spec.id,
  title: spec.title,
  department: spec.department,
  mode: spec.mode,
  limits: completeLimits(spec.limits),
  codes: spec.codes,
  settings: spec.settings,
  can: {
    submit: spec.capabilities.submit !== undefined,
    query: spec.capabilities.query !== undefined,
    status: spec.capabilities.status !== undefined,
    receive: spec.capabilities.receive !== undefined,
    reconcile: spec.capabilities.reconcile !== undefined,
  },
  open: (settings) => openWith(spec, settingsOf(spec, settings)),
});

const settingsOf = <S, I, Q>(spec: AdapterSpec<S, I, Q>, settings: unknown): S => {
  const parsed = spec.settings.safeParse(settings);
  if (!parsed.success) throw new Error(`The settings of ${spec.id} do not fit: ${misfitOf(parsed.error)}`);
  return parsed.data;
};

const openWith = <S, I, Q>(spec: AdapterSpec<S, I, Q>, settings: S): Opened => {
  const { submit, query, status, receive, reconcile } = spec.capabilities;
  const submission = spec.submission ?? z.never();
  const question = spec.question ?? z.never();
  const within = (tools: CallTools): CallContext<S> => ({ ...tools, settings });
  return {
    ...(submit && { submit: (input: unknown, tools: CallTools) => submit(submission.parse(input), within(tools)) }),
    ...(query && { query: (input: unknown, tools: CallTools) => query(question.parse(input), within(tools)) }),
    ...(status && { status: (tools: CallTools) => status(within(tools)) }),
    ...(reconcile && { reconcile: (day: string, tools: CallTools) => reconcile(day, within(tools)) }),
    receive: (raw) => (receive ? receive(raw, settings) : noDoor()),
    ping: (tools) => spec.ping(within(tools)),
    misfit: (capability, input) => {
      const parsed = (capability === 'submit' ? submission : question).safeParse(input);
      return parsed.success ? undefined : misfitOf(parsed.error);
    },
  };
};
