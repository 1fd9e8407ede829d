import { refuse } from '@yimen/kernel';
import { watchEventLoop } from '@yimen/telemetry';

/** When a process says "too much" before it suffers. */
export interface OverloadLimits {
  /** Requests being worked on at once. */
  readonly concurrent: number;
  /** Long polls waiting for news at once; they cost memory, not work. */
  readonly waiting: number;
  /** Mean delay of the event loop over one sample. */
  readonly loopDelayMs: number;
}

/** Which limit a request counts against. */
type Lane = 'working' | 'waiting';

/** What somebody hears for whom there is no room. */
export const overloaded = refuse('overloaded', 'Try again shortly.');

/** Lets requests in while there is room. */
export interface Guard {
  readonly enter: (lane: Lane) => boolean;
  readonly leave: (lane: Lane) => void;
  readonly stop: () => void;
}

/** Watches the event loop and counts requests. `delayMs` may be given by tests. */
export const createGuard = (limits: OverloadLimits, delayMs: (() => number) | undefined = undefined): Guard => {
  const inside = { working: 0, waiting: 0 };
  const room = { working: limits.concurrent, waiting: limits.waiting };
  const watch = delayMs ? { delayMs, stop: () => undefined } : watchEventLoop();
  return {
    enter: (lane) => {
      if (inside[lane] >= room[lane] || watch.delayMs() > limits.loopDelayMs) return false;
      inside[lane]++;
      return true;
    },
    leave: (lane) => {
      inside[lane]--;
    },
    stop: watch.stop,
  };
};

/** One request's place in a lane: taken, left while nothing is done for it, and taken again. */
export interface Place {
  /** False when there is no room. */
  readonly take: () => boolean;
  /** Nothing happens when it is not taken. */
  readonly leave: () => void;
}

/** A place that is not taken yet. */
export const createPlace = (guard: Guard, lane: Lane): Place => {
  let taken = false;
  return {
    take: () => {
      taken ||= guard.enter(lane);
      return taken;
    },
    leave: () => {
      if (taken) guard.leave(lane);
      taken = false;
    },
  };
};
