import { CallFailed, defineAdapter, meaningOf, unintelligible, z } from '@yimen/adapter';
import { transact } from './envelope.ts';
import { codes, taxInput, toOurs, toTheirs } from './mapping.ts';

const settings = z.object({
  url: z.url(),
  channelId: z.string().min(1),
  channelPassword: z.string().min(8),
  pollMs: z.int().positive().default(60_000),
});

const CONFIRM = 'SWZJ.HXZG.DJ.DJXXQR';
const LOOK_UP = 'SWZJ.HXZG.XT.LSCX';
const HEARTBEAT = 'SWZJ.HXZG.XT.XTJC';

/** L23 核心征管: an ESB with one address, an envelope with a base64 body, codes of eight digits; our key is `tran_seq`. */
export const taxCore = defineAdapter({
  id: 'L23',
  title: '核心征管(金税)',
  department: 'taxation',
  mode: 'DIRECT',
  settings,
  submission: taxInput,
  limits: { callMs: 8_000, settleMs: 15_000, attempts: 3, concurrency: 6 },
  codes,
  capabilities: {
    submit: async (input, context) => {
      const transaction = { tranId: CONFIRM, tranSeq: context.key, taxML: toTheirs(input) };
      const answer = toOurs(await transact(transaction, context), context.settings.pollMs);
      return answer.answer === 'not-found' ? unintelligible('a confirmation was answered as not found') : answer;
    },
    status: async (context) => {
      const transaction = { tranId: LOOK_UP, tranSeq: context.nonce, taxML: { ytran_seq: context.key } };
      return toOurs(await transact(transaction, context), context.settings.pollMs);
    },
  },
  ping: async (context) => {
    const { code } = await transact({ tranId: HEARTBEAT, tranSeq: context.nonce, taxML: {} }, context);
    if (meaningOf(codes, code).means !== 'accepted')
      throw new CallFailed('unreachable', 'no heartbeat', { mayHaveLanded: false });
  },
});
