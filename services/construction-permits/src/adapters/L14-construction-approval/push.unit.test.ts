import { describe, expect, it } from 'vitest';
import { receiveStep } from './push.ts';

const settings = { pushToken: 'a <token> & more', pollMs: 50 };
const OURS = '<token>a &lt;token&gt; &amp; more</token>';
const MEGABYTE = 1_000_000;

const push = (token: string, { before = '', rows = 0 } = {}) => ({
  method: 'POST',
  path: '/',
  headers: {},
  now: 0,
  body: Buffer.from(
    `<s:Envelope xmlns:s="x"><s:Body><n:receiveBlxx xmlns:n="y">${before}${token}<data>&lt;a/&gt;</data>` +
      `${'<r>1</r>'.repeat(rows)}</n:receiveBlxx></s:Body></s:Envelope>`,
  ),
});
const cpuOf = (work: () => void): number => {
  const from = process.cpuUsage();
  for (let n = 0; n < 5; n++) work();
  const { user, system } = process.cpuUsage(from);
  return user + system;
};

describe('a push from whoever', () => {
  it('is taken for theirs when its token is ours, however its characters are written', () => {
    const others = [
      OURS.replace('more', '&#109;ore'),
      OURS.replaceAll('token>', 'n:token>').replace('<n:token', '<n:token a="1"'),
    ];
    for (const token of [OURS, ...others])
      expect([token, receiveStep(push(token), settings).arrival]).toEqual([token, 'unintelligible']);
  });

  it.each([
    ['another token', push('<token>other</token>')],
    ['no token', push('')],
    ['an empty token', push('<token/>')],
    ['a token that is no XML', push('<token>a & more &b;</token>')],
    ['ours in a comment and another where it belongs', push('<token>other</token>', { before: `<!--${OURS}-->` })],
    ['ours behind more than it may stand behind', push(OURS, { before: `<a>${'x'.repeat(10_000)}</a>` })],
  ])('is not theirs with %s', (_what, raw) => {
    expect(receiveStep(raw, settings)).toMatchObject({ arrival: 'not-theirs', reply: { status: 500 } });
  });

  it('costs next to nothing when it is a megabyte without our token', () => {
    const rows = MEGABYTE / 8;
    const stranger = push('<token>other</token>', { rows });
    const friend = push(OURS, { rows });
    const refusing = cpuOf(() => receiveStep(stranger, settings));
    expect(refusing).toBeLessThan(cpuOf(() => receiveStep(friend, settings)) / 10);
  });
});
