import type { Invariant, Violation } from '../evidence.ts';

/** The beginnings of what only a token looks like: a JSON header in base64url, a dot, and more. */
const TOKEN = /eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/;

/** No identity number, phone, name or token stands in clear in any log or on any topic. */
export const I11: Invariant = ({ logs, messages, secrets, planted }) => {
  const ours = new Set(planted.map(({ text }) => text));
  const held = (text: string): readonly string[] => [
    ...secrets.filter((secret) => text.includes(secret)),
    ...(TOKEN.test(text) ? ['a token'] : []),
  ];
  return [
    ...logs.flatMap(({ name, text }) => found(`the log ${name}`, held(text))),
    ...messages
      .filter(({ text }) => !ours.has(text))
      .flatMap(({ topic, key, headers, text }) =>
        found(`the topic ${topic}`, held(`${key} ${JSON.stringify(headers)} ${text}`)),
      ),
  ];
};

const found = (where: string, what: readonly string[]): readonly Violation[] =>
  what.length === 0
    ? []
    : [{ invariant: 'I11', what: 'something personal stands in clear', evidence: { where, what: what.slice(0, 3) } }];
