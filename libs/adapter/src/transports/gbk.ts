import iconv from 'iconv-lite';
import { CallFailed } from './call-failed.ts';

/** Encodings that the systems speak. */
export type TextEncoding = 'utf-8' | 'gbk';

/** What newer tables map into GBK and an old server's does not know: €, radicals, extension A, private use. */
const DISPUTED = /[\u01f9\u1e3f\u20ac\u2e80-\u2eff\u2ff0-\u2fff\u303e\u3400-\u4dbf\ue000-\uf8ff]/;

/**
 * Text as bytes. GBK lacks most rare characters (𠮷, 䶮 …): such a text throws `CallFailed` instead of sending `?`
 * in a person's name. Nothing has been sent then.
 */
export const encodeText = (text: string, encoding: TextEncoding): Buffer => {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  const bytes = iconv.encode(text, 'gbk');
  if (DISPUTED.test(text) || iconv.decode(bytes, 'gbk') !== text)
    throw new CallFailed('unintelligible', 'our text holds a character that GBK lacks', { mayHaveLanded: false });
  return bytes;
};

/** Bytes as text; bytes that are not in that encoding throw `CallFailed`, they never become `�`. */
export const decodeText = (bytes: Buffer, encoding: TextEncoding): string => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CallFailed('unintelligible', `the reply is not ${encoding.toUpperCase()}`, {
      mayHaveLanded: true,
      cause,
    });
  }
};
