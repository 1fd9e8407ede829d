import { type Adapter, type Answer, accepted, defineAdapter, type StatusAnswer, z } from '@yimen/adapter';

/** A legacy system as a test plays it: it answers what it was told to, and remembers what it got. */
export interface OddSystem {
  readonly adapter: Adapter;
  readonly submissions: { readonly key: string; readonly input: unknown }[];
  /** How each submission is answered, by our key or for all. */
  answerWith: (answer: (key: string) => Answer) => void;
  statusWith: (answer: (key: string) => StatusAnswer) => void;
}

const pushed = z.object({
  key: z.string().optional(),
  receipt: z.string().optional(),
  event: z.string().optional(),
  verdict: z.enum(['yes', 'no']).optional(),
  step: z.object({ code: z.string(), title: z.string(), at: z.string() }).optional(),
});

const REPLY = { status: 200, contentType: 'application/json', body: '{"got":true}' };

/** Makes L99, which takes anything and pushes JSON signed by a header. */
export const oddSystem = (): OddSystem => {
  const submissions: OddSystem['submissions'] = [];
  let answer: (key: string) => Answer = () => accepted({}, 'R-0');
  let status: (key: string) => StatusAnswer = () => ({ answer: 'not-found' });
  const adapter = defineAdapter({
    id: 'L99',
    title: '测试系统',
    department: 'public-security',
    mode: 'DIRECT',
    settings: z.object({ word: z.string() }),
    submission: z.object({ word: z.string() }),
    limits: { callMs: 1_000, settleMs: 50, pauseMs: 50, attempts: 3, concurrency: 8 },
    codes: {},
    capabilities: {
      submit: async (input: { word: string }, { key }) => {
        submissions.push({ key, input });
        return answer(key);
      },
      status: async ({ key }) => status(key),
      receive: ({ headers, body }, { word }: { word: string }) => {
        if (headers['x-word'] !== word)
          return { arrival: 'not-theirs', form: 'rest', detail: 'wrong word', reply: { ...REPLY, status: 401 } };
        const read = pushed.safeParse(JSON.parse(body.toString('utf8')));
        if (!read.success) return { arrival: 'unintelligible', form: 'rest', detail: 'shape', reply: REPLY };
        const { key, receipt, event, verdict, step } = read.data;
        const said =
          verdict === undefined
            ? {}
            : {
                answer:
                  verdict === 'yes'
                    ? accepted({}, receipt)
                    : ({ answer: 'rejected', code: 'N', reason: '不符' } as const),
              };
        return {
          arrival: 'news',
          form: 'rest',
          reply: REPLY,
          ...(key === undefined ? {} : { ourKey: key }),
          ...(receipt === undefined ? {} : { theirReceipt: receipt }),
          ...(event === undefined ? {} : { theirEvent: event }),
          ...(step ? { milestone: step } : {}),
          ...said,
        };
      },
    },
    ping: async () => undefined,
  });
  return {
    adapter,
    submissions,
    answerWith: (next) => {
      answer = next;
    },
    statusWith: (next) => {
      status = next;
    },
  };
};
