import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawArrival, Received, Reply } from '@yimen/adapter';
import { noticeToOurs } from './mapping.ts';

/** A call-back older or newer than this is not taken: it may be a replay. */
const SKEW_MS = 300_000;

const replyOf = (status: number, result: 'Y' | 'N'): Reply => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify({ result }),
});

/** Understands a call-back: JSON, signed by HMAC over time and body; it bears their number only. */
export const receiveNotice = (raw: RawArrival, settings: { callbackSecret: string; pollMs: number }): Received => {
  if (!isSigned(raw, settings.callbackSecret))
    return { arrival: 'not-theirs', form: 'rest', detail: 'the signature does not fit', reply: replyOf(401, 'N') };
  try {
    const news = noticeToOurs(JSON.parse(raw.body.toString('utf8')), settings.pollMs);
    return { arrival: 'news', form: 'rest', ...news, reply: replyOf(200, 'Y') };
  } catch (error) {
    const detail = `a call-back that does not fit: ${error instanceof Error ? error.name : 'unknown'}`;
    return { arrival: 'unintelligible', form: 'rest', detail, reply: replyOf(200, 'Y') };
  }
};

const isSigned = ({ headers, body, now }: RawArrival, secret: string): boolean => {
  const timestamp = headers['x-timestamp'] ?? '';
  if (!(Math.abs(Number(timestamp) - now) <= SKEW_MS)) return false;
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  const given = Buffer.from(headers['x-sign'] ?? '', 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
};
