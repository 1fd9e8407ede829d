import { buildXml, type CallContext, decodeText, type HttpReply, parseXml, type XmlText, z } from '@yimen/adapter';

/** Who we are at the tax ESB, and where it is. */
export interface Channel {
  readonly url: string;
  readonly channelId: string;
  readonly channelPassword: string;
}

/** One business transaction. */
export interface Transaction {
  readonly tranId: string;
  readonly tranSeq: string;
  readonly taxML: { readonly [name: string]: XmlText };
}

const CHINA_MS = 8 * 3_600_000;
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/** Sends `<service><head>…</head><body>base64</body></service>` and answers their code and what the body says. */
export const transact = async (
  transaction: Transaction,
  { http, settings, clocks }: CallContext<Channel>,
): Promise<{ readonly code: string; readonly taxML: unknown }> => {
  const [date = '', time = ''] = new Date(clocks.business() + CHINA_MS).toISOString().split('T');
  const head = {
    tran_id: transaction.tranId,
    tran_seq: transaction.tranSeq,
    channel_id: settings.channelId,
    channel_pass: settings.channelPassword,
    tran_date: date.replaceAll('-', ''),
    tran_time: time.slice(0, 8).replaceAll(':', ''),
  };
  const inner = DECLARATION + buildXml({ taxML: transaction.taxML });
  const body = DECLARATION + buildXml({ service: { head, body: Buffer.from(inner).toString('base64') } });
  const headers = { 'content-type': 'text/xml; charset=utf-8' };
  return read(await http.request({ method: 'POST', url: settings.url, headers, body }), transaction.tranSeq);
};

const reply = z.object({
  service: z.object({
    head: z.object({ tran_seq: z.string(), rtn_code: z.string().regex(/^\d{8}$/) }),
    body: z.base64(),
  }),
});

const read = ({ body }: HttpReply, tranSeq: string) => {
  const { service } = reply.parse(parseXml(decodeText(body, 'utf-8')));
  z.literal(tranSeq).parse(service.head.tran_seq);
  const inner = parseXml(decodeText(Buffer.from(service.body, 'base64'), 'utf-8'));
  return { code: service.head.rtn_code, taxML: inner['taxML'] };
};
