import { setTimeout as pause } from 'node:timers/promises';
import { type Clocks, isRefusal, toInstant } from '@yimen/kernel';
import type { Logger } from 'pino';
import type { Answer, StatusAnswer } from './answer.ts';
import { apply, polledAgain } from './apply.ts';
import type { LegacySystem } from './connect.ts';
import { nextAction } from './next-action.ts';
import type { ExchangePort, Report, Work } from './port.ts';

/** What one errand needs of its lane. */
export interface Errand {
  readonly system: LegacySystem;
  readonly port: ExchangePort;
  readonly clocks: Clocks;
  readonly log: Logger;
  /** Told after every call: did the system give a sign of life, and does it ask for a pause. */
  readonly ended: (ok: boolean, retryAfterMs: number | undefined) => Promise<void>;
}

/** Tries to save an answer while the store is away; beyond, the exchange is found as unknown and asked about. */
const SAVE_TRIES = 4;
const SAVE_PAUSE_MS = 100;

/** Does the one next thing about one exchange. Answers false when nothing moved, so that it is left for a while. */
export const carry = async (work: Work, errand: Errand): Promise<boolean> => {
  const { system, clocks } = errand;
  const now = { system: clocks.system(), business: clocks.business() };
  const action = nextAction(work.exchange, system.rules, now, work.polls);
  switch (action.do) {
    case 'send':
      return send(work, errand);
    case 'ask':
      return ask(work, errand);
    case 'call-human':
      return report(work, errand, { event: 'gave-up', at: toInstant(clocks.system()), detail: action.detail });
    default:
      return false;
  }
};

const send = async (work: Work, errand: Errand): Promise<boolean> => {
  const { system, clocks, port, log } = errand;
  const { exchange, dossierId, input } = work;
  const misfit = system.misfit(exchange.capability, input);
  if (misfit !== undefined) {
    const detail = `our own data does not fit: ${misfit}`;
    return report(work, errand, { event: 'gave-up', at: toInstant(clocks.system()), detail });
  }

  const startedMs = clocks.system();
  const startedAt = toInstant(startedMs);
  if ((await port.started(dossierId, exchange.id, startedAt)) === 'no') return false;

  const about = { key: exchange.key, receipt: exchange.receipt, startedAt: startedMs };
  const answer = await system[exchange.capability](input, about);
  log.info({ dossier: dossierId, exchange: exchange.id, answer: answer.answer }, 'a system has answered');
  await report(work, errand, { event: 'answered', at: toInstant(clocks.system()), startedAt, answer });
  await errand.ended(...lifeSign(answer));
  return true;
};

const ask = async (work: Work, errand: Errand): Promise<boolean> => {
  const { system, clocks, port, log } = errand;
  const { exchange, dossierId } = work;
  const about = { key: exchange.key, receipt: exchange.receipt, startedAt: clocks.system() };
  const answer = await system.status(about);
  const event: Report = { event: 'asked', at: toInstant(clocks.system()), answer };
  const after = apply(exchange, event, system.rules);
  if (after === exchange) {
    await port.polled(dossierId, exchange.id, polledAgain(exchange, work.polls, event, system.rules));
  } else if (!isRefusal(after)) {
    log.info({ dossier: dossierId, exchange: exchange.id, answer: answer.answer }, 'a system was asked');
    await report(work, errand, event);
  }
  await errand.ended(...lifeSign(answer));
  return true;
};

/** A system that names a pause, or says anything at all, is alive. */
const lifeSign = (answer: Answer | StatusAnswer): [boolean, number | undefined] =>
  answer.answer === 'unreachable' ? [answer.retryAfterMs !== undefined, answer.retryAfterMs] : [true, undefined];

const report = async ({ dossierId, exchange }: Work, { port, log }: Errand, event: Report): Promise<true> => {
  for (let tries = 1; ; tries++) {
    try {
      await port.answered(dossierId, exchange.id, event);
      return true;
    } catch (error) {
      if (tries >= SAVE_TRIES) throw error;
      log.warn({ err: error, dossier: dossierId }, 'an answer could not be saved yet');
      await pause(SAVE_PAUSE_MS * 2 ** tries);
    }
  }
};
