import { createHash, timingSafeEqual } from 'node:crypto';
import { decodeText, parseXml, type RawArrival, type Received, type Reply, z } from '@yimen/adapter';
import { stepToOurs } from './mapping.ts';

const envelope = z.object({
  Envelope: z.object({ Body: z.object({ receiveBlxx: z.object({ token: z.string(), data: z.string() }) }) }),
});

/** The token stands before the data, so it must end within so many bytes. */
const HEAD_BYTES = 8_192;
const TOKEN = /<(?:[\w.-]+:)?token(?:\s[^<>]*)?>([^<]*)<\//;

/**
 * Understands a pushed 办理详细: SOAP with a token and XML inside a string. What does not show the token at its
 * beginning is refused unparsed, so that strangers cost nothing.
 */
export const receiveStep = (raw: RawArrival, settings: { pushToken: string; pollMs: number }): Received => {
  if (!isSame(tokenAtHead(raw.body), settings.pushToken)) return notTheirs('no token of ours at the head');
  const call = envelope.safeParse(parsed(raw.body));
  if (!call.success || !isSame(call.data.Envelope.Body.receiveBlxx.token, settings.pushToken))
    return notTheirs('no envelope with our token');
  try {
    const news = stepToOurs(parseXml(call.data.Envelope.Body.receiveBlxx.data), settings.pollMs);
    return { arrival: 'news', form: 'soap', ...news, reply: taken };
  } catch (error) {
    const detail = `a step that does not fit: ${error instanceof Error ? error.name : 'unknown'}`;
    return { arrival: 'unintelligible', form: 'soap', detail, reply: taken };
  }
};

/** The text of the first token element, or an empty text, which is no token. */
const tokenAtHead = (body: Buffer): string => {
  const [, written = ''] = TOKEN.exec(body.toString('utf8', 0, HEAD_BYTES)) ?? [];
  if (!written.includes('&')) return written.trim();
  const { token } = z
    .object({ token: z.string() })
    .catch({ token: '' })
    .parse(parsed(Buffer.from(`<token>${written}</token>`)));
  return token;
};

const notTheirs = (detail: string): Received => ({
  arrival: 'not-theirs',
  form: 'soap',
  detail,
  reply: faultOf('not authorised'),
});

const parsed = (body: Buffer): unknown => {
  try {
    return parseXml(decodeText(body, 'utf-8'));
  } catch {
    return undefined;
  }
};

const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const soap = (status: number, body: string): Reply => ({
  status,
  contentType: 'text/xml; charset=utf-8',
  body:
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">' +
    `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
});
const taken = soap(
  200,
  '<ns:receiveBlxxResponse xmlns:ns="http://esb.gcjs.example/spxt"><return>1</return></ns:receiveBlxxResponse>',
);
const faultOf = (text: string): Reply =>
  soap(500, `<soapenv:Fault><faultcode>soapenv:Client</faultcode><faultstring>${text}</faultstring></soapenv:Fault>`);
