import { CallFailed } from './call-failed.ts';
import type { HttpReply } from './http.ts';

/** The body of a reply as JSON; anything else (an HTML page, broken text) throws `CallFailed`. */
export const jsonOf = ({ body }: HttpReply): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new CallFailed('unintelligible', 'the reply is no JSON', { mayHaveLanded: true, cause });
  }
};
