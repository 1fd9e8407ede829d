import { createClientAsync, type IHttpClient } from 'soap';
import { CallFailed } from './call-failed.ts';
import { decodeText, encodeText, type TextEncoding } from './gbk.ts';
import { type Http, type HttpReply, refuseOverload } from './http.ts';

/** One SOAP 1.1 operation. */
export interface SoapCall {
  /** File of the vendor's WSDL. */
  readonly wsdl: string;
  /** Address from the settings; the one inside the WSDL is never used. */
  readonly endpoint: string;
  readonly operation: string;
  readonly args: Readonly<Record<string, string>>;
  readonly encoding: TextEncoding;
}

/** SOAP for one call. Throws `CallFailed` for faults, HTML, and whatever is no envelope. */
export interface Soap {
  /** The parts of the result by name, as text; a part that is no text is left out. */
  readonly call: (call: SoapCall) => Promise<Readonly<Record<string, string>>>;
}

/** SOAP over the HTTP of one call: its budget, limits and connections hold here too. The WSDL is read once. */
export const soapOver = (http: Http): Soap => ({
  call: async (call) => {
    const wire: Wire = { failure: undefined };
    const client = await createClientAsync(call.wsdl, { httpClient: clientOver(http, call, wire) }, call.endpoint);
    client.setEndpoint(call.endpoint);
    const method: unknown = client[`${call.operation}Async`];
    if (typeof method !== 'function') throw new Error(`${call.operation} is not in ${call.wsdl}`);
    try {
      const [result] = (await method.call(client, call.args)) as [unknown];
      if (typeof result === 'object' && result !== null) return textParts(result);
    } catch (cause) {
      throw wire.failure ?? faultOf(cause);
    }
    throw new CallFailed('unintelligible', 'the SOAP body is empty', { mayHaveLanded: true });
  },
});

const textParts = (result: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(result).flatMap(([name, value]) => {
      // an xsi:type makes the library answer { attributes, $value }
      const text = typeof value === 'string' ? value : at(value, '$value');
      return typeof text === 'string' ? [[name, text]] : [];
    }),
  );

interface Wire {
  /** What went wrong below SOAP; the library would wrap it and lose whether it may have landed. */
  failure: CallFailed | undefined;
}

const clientOver = (http: Http, { encoding }: SoapCall, wire: Wire): IHttpClient => ({
  request: async (url, envelope: string, callback, headers) => {
    let reply: HttpReply;
    let text: string;
    try {
      const body = encodeText(declared(envelope, encoding), encoding);
      const ours = { ...headers, 'Content-Type': `text/xml; charset=${encoding.toUpperCase()}` };
      reply = await http.requestRaw({ method: 'POST', url, headers: ours, body });
      if (!isXml(reply)) refuseOverload(reply);
      text = decodeText(reply.body, encoding);
    } catch (cause) {
      wire.failure = cause instanceof CallFailed ? cause : undefined;
      return callback(cause);
    }
    return callback(null, { status: reply.status, headers: reply.headers }, text);
  },
});

const declared = (envelope: string, encoding: TextEncoding): string =>
  envelope.replace(/^<\?xml[^?]*\?>/, `<?xml version="1.0" encoding="${encoding.toUpperCase()}"?>`);

const isXml = ({ headers }: HttpReply): boolean => String(headers['content-type'] ?? '').includes('xml');

/** A server's fault leaves the outcome open; any other reply that is no result is not guessed at. */
const faultOf = (cause: unknown): CallFailed =>
  faultCode(cause)?.endsWith('Server')
    ? new CallFailed('unreachable', 'SOAP fault Server', { mayHaveLanded: true })
    : new CallFailed('unintelligible', faultCode(cause) ? 'SOAP fault' : 'the reply is no SOAP envelope', {
        mayHaveLanded: true,
      });

const faultCode = (cause: unknown): string | undefined => {
  const code = at(at(at(at(at(cause, 'root'), 'Envelope'), 'Body'), 'Fault'), 'faultcode');
  if (typeof code === 'string') return code;
  const inner = at(code, '$value');
  return typeof inner === 'string' ? inner : undefined;
};

const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
