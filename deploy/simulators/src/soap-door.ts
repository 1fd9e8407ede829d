import { XMLParser } from 'fast-xml-parser';
import iconv from 'iconv-lite';
import type { Outgoing } from './wire.ts';

/** Encodings on the SOAP wire. */
export type SoapEncoding = 'GBK' | 'UTF-8';

/** An operation with its arguments as text. */
export interface SoapRequest {
  readonly operation: string;
  readonly args: Readonly<Record<string, string>>;
}

const parser = new XMLParser({
  parseTagValue: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  trimValues: false,
});

// an old server reads by its own encoding, whatever the request declares
const textOf = (bytes: Buffer, encoding: SoapEncoding): string => iconv.decode(bytes, encoding);

/** Reads an RPC request, or undefined. */
export const readSoap = (bytes: Buffer, encoding: SoapEncoding): SoapRequest | undefined => {
  try {
    const body: unknown = parser.parse(textOf(bytes, encoding)).Envelope.Body;
    const call = Object.entries(body as object).find(([name, value]) => name !== '#text' && typeof value === 'object');
    if (!call) return undefined;
    const args = Object.entries(call[1] as object).filter(([name]) => name !== '#text');
    return { operation: call[0], args: Object.fromEntries(args.map(([name, value]) => [name, textIn(value)])) };
  } catch {
    return undefined;
  }
};

const textIn = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, '#text') : undefined;
  return typeof text === 'string' ? text : '';
};

/** The result of an RPC operation, one string, Axis style. */
export const soapResult = (operation: string, namespace: string, result: string, encoding: SoapEncoding): Outgoing =>
  envelope(
    `<ns1:${operation}Response soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:ns1="${namespace}">` +
      `<${operation}Return xsi:type="xsd:string">${xmlText(result)}</${operation}Return></ns1:${operation}Response>`,
    200,
    encoding,
  );

/** A fault as Axis throws it up. */
export const soapFault = (code: 'Server' | 'Client', text: string, encoding: SoapEncoding): Outgoing =>
  envelope(
    `<soapenv:Fault><faultcode>soapenv:${code}</faultcode><faultstring>${xmlText(text)}</faultstring></soapenv:Fault>`,
    500,
    encoding,
  );

const envelope = (body: string, status: number, encoding: SoapEncoding): Outgoing => ({
  status,
  headers: { 'content-type': `text/xml; charset=${encoding}` },
  body: iconv.encode(
    `<?xml version="1.0" encoding="${encoding}"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ` +
      'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
      `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
    encoding,
  ),
});

/** Text safe inside XML. */
export const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
