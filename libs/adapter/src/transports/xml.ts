import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { CallFailed } from './call-failed.ts';

/** XML as nested objects of text. Attributes are left out; an element that stands twice becomes an array. */
export type XmlText = string | readonly XmlText[] | { readonly [name: string]: XmlText };

// values stay text ("0012" is no number), entities of a DTD are not expanded
const parser = new XMLParser({
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  removeNSPrefix: true,
  processEntities: true,
  htmlEntities: true,
});
const builder = new XMLBuilder({ ignoreAttributes: true, suppressEmptyNode: false });

const DEPTH_LIMIT = 64;

/** Reads decoded XML without name-space prefixes; a DTD, broken or too deep XML throws `CallFailed`. */
export const parseXml = (text: string): { readonly [name: string]: unknown } => {
  if (text.includes('<!DOCTYPE')) throw notXml('it holds a DTD');
  if (XMLValidator.validate(text) !== true) throw notXml('it is broken');
  if (depthOf(text) > DEPTH_LIMIT) throw notXml('it is too deep');
  try {
    return parser.parse(text) as { [name: string]: unknown };
  } catch (cause) {
    throw notXml('it is broken', cause);
  }
};

/** Writes nested objects of text as XML, escaped. */
export const buildXml = (value: { readonly [name: string]: XmlText }): string => builder.build(value);

const depthOf = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  for (const [tag] of text.matchAll(/<[^!?][^>]*>/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.endsWith('/>')) deepest = Math.max(deepest, ++depth);
  }
  return deepest;
};

const notXml = (why: string, cause?: unknown): CallFailed =>
  new CallFailed('unintelligible', `this is no XML that is read here: ${why}`, { mayHaveLanded: true, cause });
