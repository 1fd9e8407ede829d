import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

const parser = new XMLParser({ parseTagValue: false, ignoreDeclaration: true });

const service = z.object({
  service: z.object({
    head: z.object({
      tran_id: z.string(),
      tran_seq: z.string(),
      channel_id: z.string(),
      channel_pass: z.string(),
    }),
    body: z.string(),
  }),
});

/** A request of the tax ESB: its head, and what the base64 body says. */
export interface TaxRequest {
  readonly tranId: string;
  readonly tranSeq: string;
  readonly channel: string;
  readonly password: string;
  readonly taxML: unknown;
}

/** Reads `<service><head>…</head><body>base64</body></service>`, or undefined when it is nothing of the kind. */
export const readEnvelope = (bytes: Buffer): TaxRequest | undefined => {
  try {
    const { head, body } = service.parse(parser.parse(bytes.toString('utf8'))).service;
    const inner = parser.parse(Buffer.from(body, 'base64').toString('utf8')) as { taxML?: unknown };
    return {
      tranId: head.tran_id,
      tranSeq: head.tran_seq,
      channel: head.channel_id,
      password: head.channel_pass,
      taxML: inner.taxML,
    };
  } catch {
    return undefined;
  }
};

/** Writes a reply with its eight-digit code. */
export const writeEnvelope = (
  request: TaxRequest | undefined,
  code: string,
  message: string,
  facts: Readonly<Record<string, string>> = {},
): string => {
  const fields = Object.entries(facts).map(([name, value]) => `<${name}>${value}</${name}>`);
  const inner = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><taxML>${fields.join('')}</taxML>`).toString(
    'base64',
  );
  const head =
    `<tran_id>${request?.tranId ?? ''}</tran_id><tran_seq>${request?.tranSeq ?? ''}</tran_seq>` +
    `<rtn_code>${code}</rtn_code><rtn_msg>${message}</rtn_msg>`;
  return `<?xml version="1.0" encoding="UTF-8"?><service><head>${head}</head><body><![CDATA[${inner}]]></body></service>`;
};
